package coedit.web.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.CommittedBatch;
import coedit.core.service.JoinRequest.ResumePoint;
import coedit.core.service.Joined;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.model.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Takes every example out of docs/protocol.md, so that page and code cannot part. */
class ProtocolDocumentTest {

  private static final String D = "0b7e2f4c-8a51-4a7e-9d1b-3c5f6a7b8c9d";
  private static final String GENERATION = "5c0e1d2b-1111-4222-8333-444455556666";
  private static final DocumentId DOCUMENT = new DocumentId(UUID.fromString(D));
  private static final Path PAGE = Path.of("..", "docs", "protocol.md");

  private final MessageCodec codec = new MessageCodec(new DecodeLimits(32, 64, 4096));
  private final String page = read();
  private final List<String> examples = examples();

  private static String read() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Every text that starts like a message, to its closing brace; shortened ids made whole. */
  private List<String> examples() {
    List<String> found = new ArrayList<>();
    for (int at = page.indexOf("{\"t\":\""); at >= 0; at = page.indexOf("{\"t\":\"", at + 1)) {
      int depth = 0;
      int end = at;
      do {
        char c = page.charAt(end++);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      } while (depth > 0);
      found.add(
          page.substring(at, end)
              .replace("0b7e...", D)
              .replace("5c0e...", GENERATION)
              .replace("\"d\":\"...\"", "\"d\":\"" + D + "\"")
              .replace("\"data\":\"...\"", "\"data\":\"{}\"")
              .replace("[ ... see 3.4 ... ]", "[]"));
    }
    return found;
  }

  private ClientMessage decoded(String kind, String containing) {
    String example =
        examples.stream()
            .filter(text -> text.startsWith("{\"t\":\"" + kind + "\"") && text.contains(containing))
            .findFirst()
            .orElseThrow();
    Decoded decoded = codec.decode(example);
    assertTrue(decoded instanceof Decoded.Received, example + " -> " + decoded);
    return ((Decoded.Received) decoded).message();
  }

  private void assertOnPage(ServerMessage message) {
    Object written = JsonTree.parse(message.encode().text());
    List<Object> onPage = new ArrayList<>();
    examples.forEach(example -> onPage.add(JsonTree.parse(example)));
    assertTrue(onPage.contains(written), () -> written + "\nis none of\n" + onPage);
  }

  @Test
  void readsTheJoin() {
    assertEquals(
        new ClientMessage.Join(
            DOCUMENT,
            ClientId.parse("1ktw5u2a"),
            Optional.of(new ResumePoint(UUID.fromString(GENERATION), 41))),
        decoded("join", "resume"));
  }

  @Test
  void readsTheSubmission() {
    assertEquals(
        new ClientMessage.Submit(DOCUMENT, 8, 45, List.of(Payload.ofUtf8("[5,\"!\"]"))),
        decoded("submit", ""));
  }

  @Test
  void readsTheSmallMessages() {
    assertEquals(new ClientMessage.Leave(DOCUMENT), decoded("leave", ""));
    assertEquals(new ClientMessage.State(DOCUMENT, 46, "cbf43926"), decoded("state", ""));
    assertEquals(new ClientMessage.Ping(), decoded("ping", ""));
    assertEquals(new ClientMessage.Pong(), decoded("pong", ""));
    assertEquals(new ClientMessage.Part(1, false, "{}"), decoded("part", ""));
    assertEquals(
        new ClientMessage.Presence(
            DOCUMENT,
            Optional.of(Payload.ofUtf8("{\"cursor\":{\"index\":12,\"length\":0},\"r\":46}"))),
        decoded("presence", "\"index\":12"));
  }

  @Test
  void writesTheGreeting() {
    assertOnPage(
        new ServerMessage.Welcome(
            "k3f9q0",
            "alice",
            "Alice",
            Duration.ofSeconds(15),
            new ServerMessage.Welcome.Limits(65_536, 1_048_576, 64)));
  }

  @Test
  void writesTheJoinedDocument() {
    assertOnPage(
        new ServerMessage.JoinedDocument(
            DOCUMENT,
            new Joined(
                client("1ktw5u2a"),
                8,
                "text",
                Access.EDIT,
                UUID.fromString(GENERATION),
                45,
                Optional.of(new Snapshot(40, 1, Payload.ofUtf8("\"Hello wor\""))),
                Optional.empty(),
                List.of())));
  }

  @Test
  void writesOperations() {
    assertOnPage(
        new ServerMessage.Ops(
            new CommittedBatch(
                DOCUMENT,
                List.of(
                    operation(46, "1ktw5u2a", 8, "alice", "[5,\"!\"]"),
                    operation(47, "9z0hh2", 3, "bob", "[2,{\"d\":1}]")))));
  }

  @Test
  void writesWhatSettlesASubmission() {
    assertOnPage(new ServerMessage.Ack(DOCUMENT, 8, 46));
    assertOnPage(
        new ServerMessage.Refuse(
            DOCUMENT,
            9,
            new Refusal(
                ErrorCode.BUSY, "too much is waiting for this document", Duration.ofMillis(250))));
  }

  @Test
  void writesTheEndOfAJoin() {
    assertOnPage(
        new ServerMessage.Closed(
            DOCUMENT, ErrorCode.FORBIDDEN, "your access to this document has ended"));
    assertOnPage(
        new ServerMessage.Closed(
            DOCUMENT, ErrorCode.GENERATION_CHANGED, "the document was restored from a backup"));
  }

  @Test
  void writesTheRest() {
    assertOnPage(
        new ServerMessage.Presence(
            DOCUMENT,
            List.of(
                new PresenceChange(
                    "p0x2",
                    "bob",
                    "Bob",
                    Optional.of(
                        Payload.ofUtf8("{\"cursor\":{\"index\":3,\"length\":2},\"r\":45}"))))));
    assertOnPage(new ServerMessage.Ping());
    assertOnPage(new ServerMessage.Pong());
    assertOnPage(new ServerMessage.Failure(ErrorCode.PROTOCOL, "expected a JSON object", true));
  }

  @Test
  void knowsEveryKindOnThePage() {
    Set<String> kinds = new LinkedHashSet<>();
    examples.forEach(
        example -> kinds.add(((Map<?, ?>) JsonTree.parse(example)).get("t").toString()));
    assertEquals(
        Set.of(
            "welcome",
            "join",
            "joined",
            "leave",
            "submit",
            "ops",
            "ack",
            "refuse",
            "closed",
            "reset",
            "ping",
            "pong",
            "presence",
            "state",
            "error",
            "part"),
        kinds);
  }

  @Test
  void everyErrorCodeStandsOnThePageAndNoOther() {
    String table = page.substring(page.indexOf("## 5."), page.indexOf("## 6."));
    Set<String> onPage = new LinkedHashSet<>();
    for (String line : table.lines().filter(line -> line.startsWith("| `")).toList()) {
      Matcher code = Pattern.compile("`([a-z-]+)`").matcher(line.split("\\|")[1]);
      while (code.find()) {
        onPage.add(code.group(1));
      }
    }
    Set<String> inCode = new LinkedHashSet<>();
    Arrays.stream(ErrorCode.values()).forEach(code -> inCode.add(code.code()));
    assertEquals(inCode, onPage);
    assertFalse(onPage.isEmpty());
  }

  private static Operation operation(
      long revision, String client, long sequence, String author, String payload) {
    return new Operation(
        revision,
        new OperationName(client(client), sequence),
        author,
        revision - 1,
        new Provenance(1, 1_795_312_000_123L << 16, 1, 0),
        Payload.ofUtf8(payload));
  }

  private static ClientId client(String text) {
    return ClientId.parse(text).orElseThrow();
  }
}
