package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every role at the addresses of the Yjs protocols: what opening and one edit come to, exactly. */
class DialectRolesIT {

  private static final LibertyServer SERVER = GuardedServer.get();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AtomicInteger CLIENTS = new AtomicInteger();
  private static String document = "";

  @BeforeAll
  static void share() {
    document = Roles.shared(SERVER, "yjs");
  }

  private static Map<String, String> expected(
      String stranger, String none, String reader, String editor) {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String role : Roles.NAMES) {
      expected.put(
          role,
          switch (role) {
            case "stranger" -> stranger;
            case "none" -> none;
            case "view", "comment" -> reader;
            default -> editor;
          });
    }
    return expected;
  }

  private static Map<String, String> found(Try attempt) {
    Map<String, String> found = new LinkedHashMap<>();
    Roles.of(SERVER)
        .forEach(
            (role, api) -> {
              try {
                found.put(role, attempt.by(api));
              } catch (IOException failure) {
                throw new UncheckedIOException(role, failure);
              }
            });
    return found;
  }

  private interface Try {
    String by(Api api) throws IOException;
  }

  @Test
  void whoMayNotEditIsShownAYjsDocumentAndChangesNothing() {
    String path = "/ws/yjs/" + document;
    assertEquals(
        expected("401", "closed 4404", "synced, denied", "synced, edited"),
        found(
            api -> {
              if (api.cookieHeader().isEmpty()) {
                String origin = "Origin: " + SERVER.address();
                return "" + Handshake.statusAt(SERVER.address(), path, "", origin);
              }
              return overYWebsocket(api, path);
            }));
  }

  private static String overYWebsocket(Api api, String path) throws IOException {
    try (RawSocket raw = RawSocket.open(api, path)) {
      raw.frame(RawSocket.BINARY, true, YjsBytes.STEP_ONE);
      int code = raw.read(message -> message.length > 1 && message[0] == 0 && message[1] == 1);
      if (code != 0) {
        return "closed " + code;
      }
      int before = edits();
      byte[] update = YjsBytes.insertion(CLIENTS.incrementAndGet());
      raw.frame(RawSocket.BINARY, true, YjsBytes.updateMessage(update));
      CompletableFuture<Integer> denied =
          CompletableFuture.supplyAsync(
              () -> raw.read(m -> m.length > 1 && m[0] == 2 && m[1] == 0));
      Await.until("an answer", PATIENCE, () -> denied.isDone() || edits() > before);
      return edits() > before ? "synced, edited" : "synced, denied";
    }
  }

  private static int edits() {
    return Api.signIn(SERVER, "alice").operations(document).size();
  }

  @Test
  void aHocuspocusClientIsToldWhatItMayDo() {
    assertEquals(
        expected("[denied]", "[denied]", "[readonly, not applied]", "[read-write, applied]"),
        found(DialectRolesIT::overHocuspocus));
  }

  private static String overHocuspocus(Api api) throws IOException {
    byte[] address = YjsBytes.string(document);
    List<String> told = new ArrayList<>();
    try (RawSocket raw = RawSocket.open(api, "/ws/hocuspocus")) {
      for (byte[] message :
          List.of(
              YjsBytes.token("any"),
              YjsBytes.STEP_ONE,
              YjsBytes.updateMessage(YjsBytes.insertion(CLIENTS.incrementAndGet())))) {
        raw.frame(RawSocket.BINARY, true, YjsBytes.addressed(document, message));
      }
      raw.read(
          message -> {
            int type = message.length > address.length + 1 ? message[address.length] : -1;
            int what = type < 0 ? -1 : message[address.length + 1];
            if (type == 2) {
              told.add(
                  what == 1
                      ? "denied"
                      : message[address.length + 2] == 8 ? "readonly" : "read-write");
            } else if (type == 8) {
              told.add(what == 1 ? "applied" : "not applied");
            }
            return told.contains("denied") || told.size() == 2;
          });
    }
    return told.toString();
  }
}
