package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.CommittedBatch;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.web.auth.SessionLiveness;
import coedit.web.auth.SignedIn;
import coedit.web.limit.Enforcement;
import coedit.web.protocol.MessageCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CollabSessionTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeEditing core = new FakeEditing();
  private final FakeWire wire = new FakeWire();
  private final Map<String, Integer> settings = new HashMap<>();
  private final SignedIn alice = signedIn("alice");
  private long nanos;
  private boolean live = true;
  private boolean known = true;
  private SessionRegistry registry;
  private CollabSession session;

  private static SignedIn signedIn(String user) {
    return new SignedIn(
        new Participant(user, "Alice", Set.of(), false), "family-1", START.plusSeconds(3_600));
  }

  private void connect() {
    Function<String, Optional<Integer>> setting = name -> Optional.ofNullable(settings.get(name));
    SocketLimits limits = SocketLimits.read(setting);
    SocketServices services =
        new SocketServices(
            core,
            new SessionLiveness() {
              @Override
              public boolean isLive(String sessionId) {
                return live;
              }

              @Override
              public boolean isKnown(String sessionId) {
                return known;
              }
            },
            limits,
            Enforcement.strict(),
            new MessageCodec(limits.decode()),
            Runnable::run,
            () -> Pace.FREE,
            new Clock() {
              @Override
              public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return START.plusNanos(nanos);
              }
            },
            () -> nanos);
    registry = new SessionRegistry(services);
    session = open(alice, wire);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void says(String frame) {
    session.frame(frame, true);
  }

  private static DocumentId id(int number) {
    return new DocumentId(new UUID(0x4000, number));
  }

  private static String about(String kind, int document, String fields) {
    return "{\"t\":\"" + kind + "\",\"d\":\"" + id(document) + "\"" + fields + "}";
  }

  private static String submit(int sequence) {
    return about("submit", 1, ",\"seq\":" + sequence + ",\"base\":3,\"ops\":[[\"x\"]]");
  }

  private void joins(int document) {
    says(about("join", document, ""));
    core.ear(core.joins.size() - 1).joined(FakeEditing.joined("\"abc\""));
  }

  @Test
  void greetsFirst() {
    connect();
    assertEquals("welcome", wire.last().get("t"));
    assertEquals("alice", wire.last().get("user"));
  }

  @Test
  void joinsSubmitsAndHearsItsOwnOperation() {
    connect();
    joins(1);
    says(submit(1));
    core.ear(0).committed(new CommittedBatch(id(1), List.of(FakeEditing.operation(4))));
    assertEquals(List.of("join", "submit 1 at 3 [\"x\"]"), core.calls);
    assertEquals(List.of("welcome", "joined", "ops"), wire.kinds());
  }

  @Test
  void refusesASubmissionForADocumentThatIsNotOpen() {
    connect();
    says(submit(1));
    assertEquals("not-joined", wire.last().get("code"));
    assertEquals(1L, wire.last().get("seq"));
    joins(1);
    core.ear(0).closed(ErrorCode.FORBIDDEN, "your access has ended");
    says(submit(2));
    assertEquals(List.of("welcome", "refuse", "joined", "closed", "refuse"), wire.kinds());
    assertEquals(List.of("join"), core.calls);
  }

  @Test
  void saysNothingMoreOfADocumentThatWasLeft() {
    connect();
    joins(1);
    says(about("leave", 1, ""));
    core.ear(0).committed(new CommittedBatch(id(1), List.of(FakeEditing.operation(4))));
    core.ear(0).refused(1, new Refusal(ErrorCode.BUSY, "busy"));
    assertEquals(List.of("join", "leave"), core.calls);
    assertEquals(List.of("welcome", "joined"), wire.kinds());
  }

  @Test
  void replacesTheFirstJoinByTheSecond() {
    connect();
    joins(1);
    joins(1);
    core.ear(0).committed(new CommittedBatch(id(1), List.of(FakeEditing.operation(4))));
    assertEquals(List.of("join", "leave", "join"), core.calls);
    assertEquals(List.of("welcome", "joined", "joined"), wire.kinds());
  }

  @Test
  void asksTheCoreForAFewDocumentsAtATime() {
    settings.put("joins", 2);
    connect();
    wire.reads = false;
    core.calls.clear();
    for (int i = 1; i <= 5; i++) {
      says(about("join", i, ""));
    }
    assertEquals(2, core.joins.size());
    core.ear(0).joined(FakeEditing.joined("\"abc\"")); // in flight: its place is free
    assertEquals(3, core.joins.size());
    core.ear(1).joined(FakeEditing.joined("\"abc\"")); // waits in the outbox
    assertEquals(3, core.joins.size());
    core.ear(2).closed(ErrorCode.NOT_FOUND, "no such document");
    assertEquals(4, core.joins.size());
    wire.complete(true);
    assertEquals(5, core.joins.size());
  }

  @Test
  void forgetsAJoinThatIsLeftWhileItWaits() {
    settings.put("joins", 1);
    connect();
    says(about("join", 1, ""));
    says(about("join", 2, ""));
    says(about("join", 3, ""));
    says(about("leave", 2, ""));
    says(about("leave", 1, ""));
    assertEquals(
        List.of(id(1), id(3)), core.joins.stream().map(FakeEditing.Open::document).toList());
    joins(4);
  }

  @Test
  void limitsTheDocumentsOfOneSocket() {
    settings.put("documents", 2);
    connect();
    joins(1);
    joins(2);
    says(about("join", 3, ""));
    assertEquals("closed", wire.last().get("t"));
    assertEquals("busy", wire.last().get("code"));
    joins(2);
    assertEquals("joined", wire.last().get("t"));
  }

  @Test
  void slowsDownSubmissionsAndSaysWhenToTryAgain() {
    settings.putAll(Map.of("submissions-per-second", 10, "submissions-burst", 3));
    connect();
    joins(1);
    for (int i = 1; i <= 4; i++) {
      says(submit(i));
    }
    assertEquals("rate", wire.last().get("code"));
    assertEquals(4L, wire.last().get("seq"));
    pass(Duration.ofMillis((Long) wire.last().get("retryAfter")));
    says(submit(4));
    assertEquals("submit 4 at 3 [\"x\"]", core.calls.get(core.calls.size() - 1));
    assertNull(wire.closed);
  }

  @Test
  void closesASocketThatTalksWithoutEnd() {
    settings.putAll(Map.of("messages-per-second", 10, "messages-burst", 20));
    connect();
    for (int i = 0; i < 21; i++) {
      says("{\"t\":\"ping\"}");
    }
    assertEquals("rate", wire.last().get("code"));
    assertEquals(CloseCode.TOO_MANY, wire.closed);
  }

  @Test
  void showsTheLatestOfStatesThatComeTooFast() {
    settings.putAll(Map.of("presence-per-second", 1, "presence-burst", 1));
    connect();
    joins(1);
    for (int i = 1; i <= 3; i++) {
      says(about("presence", 1, ",\"state\":{\"i\":" + i + "}"));
    }
    assertEquals(List.of("join", "presence {\"i\":1}"), core.calls);
    registry.scan();
    registry.scan();
    assertEquals(List.of("join", "presence {\"i\":1}", "presence {\"i\":3}"), core.calls);
  }

  @Test
  void doesNotShowASessionItself() {
    connect();
    joins(1);
    String own = core.joins.get(0).request().session();
    core.ear(0).presence(List.of(new PresenceChange(own, "alice", "Alice", Optional.empty())));
    core.ear(0).presence(List.of(new PresenceChange("x", "bob", "Bob", Optional.empty())));
    assertEquals(List.of("welcome", "joined", "presence"), wire.kinds());
  }

  @Test
  void putsPartsTogether() {
    connect();
    joins(1);
    String whole = submit(1);
    String first = whole.substring(0, 30).replace("\"", "\\\"");
    String second = whole.substring(30).replace("\"", "\\\"");
    says("{\"t\":\"part\",\"id\":1,\"last\":false,\"data\":\"" + first + "\"}");
    says("{\"t\":\"ping\"}");
    says("{\"t\":\"part\",\"id\":1,\"last\":true,\"data\":\"" + second + "\"}");
    assertEquals(List.of("join", "submit 1 at 3 [\"x\"]"), core.calls);
  }

  @Test
  void refusesPartsWithinPartsAndTwoAtOnce() {
    connect();
    says("{\"t\":\"part\",\"id\":1,\"last\":false,\"data\":\"x\"}");
    says("{\"t\":\"part\",\"id\":2,\"last\":false,\"data\":\"x\"}");
    assertEquals(CloseCode.PROTOCOL, wire.closed);
  }

  @Test
  void endsPartsWithoutEnd() {
    settings.put("payload-bytes", 100_000);
    connect();
    String piece = "x".repeat(60_000);
    says("{\"t\":\"part\",\"id\":1,\"last\":false,\"data\":\"" + piece + "\"}");
    assertNull(wire.closed);
    says("{\"t\":\"part\",\"id\":1,\"last\":false,\"data\":\"" + piece + "\"}");
    assertEquals(CloseCode.TOO_BIG, wire.closed);
  }

  @Test
  void endsAMessageOfEndlessFragments() {
    connect();
    for (int i = 0; i < 100 && wire.closed == null; i++) {
      session.frame("x".repeat(1_000), false);
    }
    assertEquals("too-large", wire.last().get("code"));
    assertEquals(CloseCode.TOO_BIG, wire.closed);
  }

  @Test
  void leavesEverythingWhenItFails() {
    connect();
    joins(1);
    joins(2);
    says("nonsense");
    assertEquals(CloseCode.PROTOCOL, wire.closed);
    assertEquals(true, wire.last().get("fatal"));
    says(submit(1));
    assertEquals(List.of("join", "join", "leave", "leave"), core.calls);
    registry.closed(session);
    assertEquals(0, registry.size());
  }

  @Test
  void statesAreComparedAsFastAsTheirLimitAllows() {
    connect();
    says(about("state", 1, ",\"r\":3,\"hash\":\"cbf43926\""));
    assertEquals(List.of(), core.calls);
    joins(1);
    for (int i = 0; i < 100; i++) {
      says(about("state", 1, ",\"r\":3,\"hash\":\"cbf43926\""));
    }
    assertEquals("compare 3 cbf43926", core.calls.get(64));
    assertEquals(65, core.calls.size());
    assertNull(wire.closed);
  }

  @Test
  void whoseStateIsAnotherAgainAndAgainIsSentAway() {
    connect();
    for (int i = 0; i < 4; i++) {
      assertNull(wire.closed);
      joins(1);
      core.ear(i).closed(ErrorCode.DIVERGED, "another state");
      assertEquals("reset", wire.last().get("t"));
      registry.scan();
    }
    assertEquals(CloseCode.TOO_MANY, wire.closed);
  }

  @Test
  void asksASilentPeerAndThenGivesItUp() {
    connect();
    pass(Duration.ofSeconds(31));
    registry.scan();
    registry.scan();
    assertEquals(List.of("welcome", "ping"), wire.kinds());
    says("{\"t\":\"pong\"}");
    pass(Duration.ofSeconds(31));
    registry.scan();
    assertNull(wire.closed);
    pass(Duration.ofSeconds(31));
    registry.scan();
    assertEquals(CloseCode.SILENT, wire.closed);
  }

  @Test
  void givesUpAPeerThatPingsButTakesNothing() {
    connect();
    joins(1);
    wire.reads = false;
    says("{\"t\":\"ping\"}");
    for (int second = 0; second < 59; second++) {
      pass(Duration.ofSeconds(1));
      says("{\"t\":\"ping\"}");
      registry.scan();
    }
    assertNull(wire.closed);
    pass(Duration.ofSeconds(2));
    registry.scan();
    assertEquals(CloseCode.GOING_AWAY, wire.closed);
    assertEquals(List.of("join", "leave"), core.calls);
  }

  @Test
  void endsWithTheSignIn() {
    connect();
    nanos = Duration.ofSeconds(3_599).toNanos();
    says("{\"t\":\"ping\"}");
    registry.scan();
    assertNull(wire.closed);
    pass(Duration.ofSeconds(1));
    registry.scan();
    assertEquals(CloseCode.SIGN_IN_ENDED, wire.closed);
  }

  @Test
  void endsSoonAfterTheSignInIsRevoked() {
    connect();
    registry.scan();
    assertNull(wire.closed);
    live = false;
    registry.scan();
    assertEquals("unauthenticated", wire.last().get("code"));
    assertEquals(CloseCode.SIGN_IN_ENDED, wire.closed);
  }

  /** It comes again, and is asked who it is when that can be found out. */
  @Test
  void isSentAwayWhenNobodyCouldFindOutForLongWhetherTheSignInLives() {
    connect();
    known = false;
    registry.scan();
    assertEquals("degraded", wire.last().get("code"));
    assertEquals(CloseCode.GOING_AWAY, wire.closed);
  }

  @Test
  void doesNotWaitForEverForAPeerToTakeItsEnd() {
    connect();
    wire.reads = false;
    says("{\"t\":\"ping\"}");
    says("nonsense");
    assertNull(wire.closed);
    pass(Duration.ofSeconds(6));
    registry.scan();
    assertEquals(CloseCode.GOING_AWAY, wire.closed);
  }

  @Test
  void limitsTheSocketsOfOneUser() {
    settings.put("sockets-per-user", 1);
    connect();
    FakeWire second = new FakeWire();
    CollabSession turnedAway = open(alice, second);
    assertEquals(CloseCode.TOO_MANY, second.closed);
    FakeWire ofBob = new FakeWire();
    open(signedIn("bob"), ofBob);
    assertNull(ofBob.closed);
    registry.closed(turnedAway);
    registry.closed(session);
    FakeWire third = new FakeWire();
    open(alice, third);
    assertNull(third.closed);
  }

  @Test
  void sendsEverybodyElsewhereWhenTheServerStops() {
    connect();
    registry.drain();
    assertEquals("draining", wire.last().get("code"));
    assertEquals(CloseCode.STOPPING, wire.closed);
    FakeWire late = new FakeWire();
    open(alice, late);
    assertEquals(CloseCode.STOPPING, late.closed);
    assertTrue(late.kinds().equals(List.of("error")));
  }

  @Test
  void whatWasSentIsAnsweredBeforeTheServerStopsAndNothingMoreIsHeard() {
    connect();
    joins(1);
    says(submit(1));
    core.unsettled.add(() -> 1);
    core.unsettled.add(
        () -> {
          says(submit(2));
          core.ear(0).committed(new CommittedBatch(id(1), List.of(FakeEditing.operation(4))));
          return 0;
        });
    registry.drain();
    assertEquals(List.of("welcome", "joined", "ops", "error"), wire.kinds());
    assertEquals(CloseCode.STOPPING, wire.closed);
    assertTrue(core.calls.contains("submit 1 at 3 [\"x\"]"), core.calls.toString());
    assertEquals(1, core.calls.stream().filter(call -> call.startsWith("submit")).count());
  }

  private CollabSession open(SignedIn signedIn, FakeWire over) {
    CollabSession opened =
        new CollabSession(registry.services(), signedIn, registry.newName(), over);
    over.whenClosed = () -> registry.closed(opened);
    registry.opened(opened, "");
    return opened;
  }
}
