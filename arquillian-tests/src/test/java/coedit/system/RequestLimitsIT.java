package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What strangers' requests may cost, as it is when nobody sets other limits. */
class RequestLimitsIT {

  private static final LibertyServer SERVER =
      new LibertyServer("requests", Map.of()).launch().awaitReady();
  private static final int PLACES = 12;
  private static final Executor THREADS = work -> new Thread(work).start();

  /** Until it says so Liberty gets along with six threads. */
  @BeforeAll
  static void awaitStarted() {
    Await.until(
        "started",
        Duration.ofSeconds(60),
        () -> LibertyServer.hasLogged(SERVER.output(), "CWWKF0011I"));
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

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

  /**
   * More at once than the server has threads, from ten places, each byte long before the server
   * would call its socket silent: sixteen are waited for, the others told to come again; meanwhile
   * everybody else is served, and who says nothing more than to renew a sign-in is, too.
   */
  @Test
  void bodiesThatComeByteByByteAreGivenUpAndHoldUpNobody() throws IOException {
    Api alice = Api.signIn(SERVER, "alice");
    double before = Refused.by(SERVER, "bodies");
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 8 * PLACES; i++) {
      slow.add(begin("127.0.1." + (1 + i % PLACES)));
    }
    int busy = 0;
    for (int i = 0; i < 12; i++) {
      Await.pause(Duration.ofSeconds(1));
      assertEquals(200, alice.call("GET", "/api/v1/types", "").statusCode());
      HttpResponse<String> renewed = alice.call("POST", "/api/v1/sessions/refresh", "");
      assertEquals(200, renewed.statusCode());
      alice.keep(renewed);
      busy += signIn("somebody" + i).statusCode() == 503 ? 1 : 0;
      for (Socket socket : slow) {
        drip(socket);
      }
    }
    assertEquals(401, signIn("somebody").statusCode());
    Map<String, Integer> answers = new TreeMap<>();
    for (Socket socket : slow) {
      try (socket) {
        byte[] line = socket.getInputStream().readNBytes(12);
        answers.merge(new String(line, StandardCharsets.US_ASCII), 1, Integer::sum);
      }
    }
    int toldToComeAgain = 8 * PLACES - 16;
    assertEquals(Map.of("HTTP/1.1 400", 16, "HTTP/1.1 503", toldToComeAgain), answers);
    assertEquals(before + toldToComeAgain + busy, Refused.by(SERVER, "bodies"));
  }

  /** Of one place eight are waited for, and the others told so at once. */
  @Test
  void aPlaceHasNotAllTurns() throws IOException {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      slow.add(begin("127.0.2.1"));
    }
    Map<String, Integer> answers = new TreeMap<>();
    for (Socket socket : slow) {
      try (socket) {
        socket.setSoTimeout(2_000);
        byte[] line = socket.getInputStream().readNBytes(12);
        answers.merge(new String(line, StandardCharsets.US_ASCII), 1, Integer::sum);
      } catch (SocketTimeoutException waitedFor) {
        answers.merge("waited for", 1, Integer::sum);
      }
    }
    assertEquals(Map.of("HTTP/1.1 429", 1, "waited for", 8), answers);
  }

  private static Socket begin(String from) throws IOException {
    InetAddress server = InetAddress.getByName(SERVER.address().getHost());
    Socket socket = new Socket(server, SERVER.address().getPort(), InetAddress.getByName(from), 0);
    socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    write(
        socket,
        "POST /api/v1/sessions HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\n"
                .formatted(SERVER.address().getAuthority(), SERVER.address())
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
    return socket;
  }

  private static void drip(Socket socket) {
    try {
      write(socket, " ");
    } catch (IOException answered) {
      // It was told so, and the rest of what it says does not count.
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream to = socket.getOutputStream();
    to.write(text.getBytes(StandardCharsets.US_ASCII));
    to.flush();
  }
}
