package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What strangers' requests may cost, as it is when nobody sets other limits. */
class RequestLimitsIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final Executor THREADS = work -> new Thread(work).start();

  /** From an address that is exempt, under names that nobody has; each costs as much as any. */
  @Test
  void passwordsAreLookedAtInTurnsHoweverManyAreShown() {
    double before = Refused.by(SERVER, "passwords");
    List<CompletableFuture<HttpResponse<String>>> asked =
        IntStream.range(0, 60)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> signIn("nobody" + i), THREADS))
            .toList();
    List<HttpResponse<String>> answers = asked.stream().map(CompletableFuture::join).toList();
    List<HttpResponse<String>> busy =
        answers.stream().filter(answer -> answer.statusCode() == 503).toList();
    System.out.println(busy.size() + " of 60 sign-ins at once were told to come again");
    assertEquals(
        Set.of(401, 503),
        answers.stream().map(HttpResponse::statusCode).collect(Collectors.toSet()));
    for (HttpResponse<String> each : busy) {
      assertEquals("busy", Api.json(each.body()).get("code").asText());
      assertEquals(Optional.of("1"), each.headers().firstValue("Retry-After"));
    }
    assertEquals(before + busy.size(), Refused.by(SERVER, "passwords"));
    assertEquals(401, signIn("nobody59").statusCode(), "who was told so has not failed");
  }

  private static HttpResponse<String> signIn(String user) {
    String body = "{\"user\":\"%s\",\"password\":\"guessed\"}".formatted(user);
    return Api.bare(
        SERVER.address(), "POST", "/api/v1/sessions", body, "Content-Type", "application/json");
  }

  /** Each byte comes long before the server would call the socket silent. */
  @Test
  void aBodyThatComesByteByByteIsGivenUp() throws IOException {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket(SERVER.address().getHost(), SERVER.address().getPort());
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      write(
          socket,
          "POST /api/v1/sessions HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
              .formatted(SERVER.address().getAuthority(), SERVER.address()));
      slow.add(socket);
    }
    for (int i = 0; i < 12; i++) {
      Await.pause(Duration.ofSeconds(1));
      for (Socket socket : slow) {
        write(socket, " ");
      }
    }
    for (Socket socket : slow) {
      try (socket) {
        String answer =
            new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 400", answer);
      }
    }
    assertTrue(Api.signIn(SERVER, "alice").call("GET", "/api/v1/types", "").statusCode() == 200);
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream to = socket.getOutputStream();
    to.write(text.getBytes(StandardCharsets.US_ASCII));
    to.flush();
  }
}
