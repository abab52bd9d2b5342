package coedit.web.yjs;

import static coedit.web.yjs.DialectWorld.CLIENT;
import static coedit.web.yjs.DialectWorld.awareness;
import static coedit.web.yjs.DialectWorld.batch;
import static coedit.web.yjs.DialectWorld.entry;
import static coedit.web.yjs.DialectWorld.operation;
import static coedit.web.yjs.DialectWorld.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.ByteBudget;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.socket.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YjsSessionTest {

  private static final ClientId OTHER = new ClientId(8);

  private final DialectWorld world = new DialectWorld();
  private final DialectWorld.Peer peer = new DialectWorld.Peer();
  private YjsSession session;
  private ByteBudget waiting;

  private void connect(String address) {
    DialectServices services = world.services();
    waiting = services.budgets().ofAll();
    session = new YjsSession(services, DialectWorld.signedIn("alice"), "s1", address, peer);
    world.registry().opened(session, "");
  }

  private void says(Payload frame) {
    session.frame(frame.toBytes(), true);
  }

  private Subscriber ear() {
    return world.core.joins.get(0).ear();
  }

  private void join() {
    connect("notes");
    says(sync(0, "v"));
    ear().joined(world.joined(4, "all", "version"));
    peer.news();
  }

  @Test
  void joinsWithWhatTheClientKnowsAndTellsItWhatThatLacks() {
    connect("notes");
    says(awareness(11, 1, "{}"));
    assertEquals(List.of(), world.core.joins);
    says(sync(0, "v"));
    assertEquals(DialectWorld.DOCUMENT, world.core.joins.get(0).document());
    assertEquals(Optional.of(DialectWorld.bytes("v")), world.core.joins.get(0).request().version());
    ear().joined(world.joined(4, "all", "version", operation(4, OTHER, 1, "late")));
    assertEquals(List.of(sync(2, "late"), sync(1, "all"), sync(0, "version")), peer.news());
    assertEquals(List.of("presence"), world.core.calls);
  }

  @Test
  void oneAnswerIsUnderWayHoweverOftenThePeerAsks() {
    join();
    says(sync(0, "a"));
    says(sync(0, "b"));
    says(sync(0, "c"));
    assertEquals(List.of("sync a"), world.core.calls);
    ear().synced(world.joined(4, "all", "version").sync().orElseThrow(), List.of());
    assertEquals(
        List.of("sync a", "sync c"), world.core.calls, "the latest, when the answer has left");
    peer.reads = false;
    says(sync(0, "d"));
    ear().synced(world.joined(4, "all", "version").sync().orElseThrow(), List.of());
    says(sync(0, "e"));
    assertEquals(2, world.core.calls.size(), "the second answer waits for the peer to read");
    peer.read();
    assertEquals(List.of("sync a", "sync c", "sync e"), world.core.calls);
  }

  @Test
  void aDocumentMayBeNamedByItsId() {
    connect(DialectWorld.DOCUMENT.toString());
    says(sync(0, "v"));
    assertEquals(DialectWorld.DOCUMENT, world.core.joins.get(0).document());
  }

  @Test
  void keepsOneSubmissionUnderWayAndSendsWhatGatheredTogether() {
    join();
    says(sync(2, "a"));
    says(sync(2, "b"));
    says(sync(2, "c"));
    assertEquals(List.of("submit 1 at 4 [a]"), world.core.calls);
    ear().committed(batch(operation(5, OTHER, 1, "x"), operation(6, CLIENT, 1, "a")));
    assertEquals(List.of("submit 1 at 4 [a]", "submit 2 at 6 [b, c]"), world.core.calls);
    assertEquals(List.of(sync(2, "x")), peer.news(), "an author is not told its own");
    ear().acknowledged(3, 0);
    says(sync(2, "d"));
    assertEquals("submit 4 at 6 [d]", world.core.calls.get(2));
  }

  @Test
  void anUpdateWithoutContentIsNotSubmitted() {
    join();
    says(sync(1, "\0\0"));
    assertEquals(List.of(), world.core.calls);
  }

  @Test
  void whatIsWrongWithOneUpdateCostsThatOneAndItsSender() {
    join();
    says(sync(2, "a"));
    says(sync(2, "bad"));
    says(sync(2, "c"));
    ear().acknowledged(1, 0);
    ear().refused(2, new Refusal(ErrorCode.INVALID_OPERATION, "no update"));
    assertEquals("submit 4 at 4 [bad]", world.core.calls.get(2));
    ear().refused(4, new Refusal(ErrorCode.INVALID_OPERATION, "no update"));
    assertEquals(Optional.of(CloseCode.PROTOCOL), peer.closed);
    assertEquals("leave", world.core.calls.get(3));
  }

  @Test
  void sendsAgainLaterWhatTheCoreHadNoRoomFor() {
    join();
    says(sync(2, "a"));
    ear().refused(1, new Refusal(ErrorCode.BUSY, "too much waits", Duration.ofMillis(250)));
    says(sync(2, "b"));
    assertEquals(1, world.core.calls.size());
    world.pass(Duration.ofSeconds(1));
    assertEquals("submit 2 at 4 [a, b]", world.core.calls.get(1));
  }

  @Test
  void closesForAnotherTryWhenTooMuchWaits() {
    world.settings.put("waiting-updates", 3);
    join();
    for (int i = 0; i < 4; i++) {
      says(sync(2, "u" + i));
    }
    assertEquals(6, waiting.taken(), "three, of two bytes each, wait for the first");
    says(sync(2, "u4"));
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
    assertEquals(0, waiting.taken());
  }

  @Test
  void closesForAnotherTryWhenTooMuchComesBeforeTheDocumentIsOpen() {
    world.settings.put("queued-frames", 3);
    connect("notes");
    says(sync(0, "v"));
    for (int i = 0; i < 3; i++) {
      says(sync(2, "u" + i));
    }
    assertTrue(waiting.taken() > 0);
    says(sync(2, "u3"));
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
    assertEquals(0, waiting.taken());
  }

  /** INV-12. */
  @Test
  void closesForAnotherTryWhenTooMuchOfEverybodysWaits() {
    join();
    says(sync(2, "first"));
    assertTrue(waiting.take(Runtime.getRuntime().maxMemory() / 8));
    says(sync(2, "second"));
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
  }

  @Test
  void refusesAnUnknownDocumentWithAReasonAndForGood() {
    connect("unknown");
    assertEquals(Optional.of(CloseCode.NOT_FOUND), peer.closed);
    assertEquals(List.of("join-refused alice not-found unknown"), world.audit.events);
    FrameReader denial = new FrameReader(peer.news().get(0));
    assertEquals(2, denial.varUint());
    assertEquals(0, denial.varUint());
    assertEquals("there is no such document", denial.varString());
  }

  @Test
  void aRoomNameMakesADocumentWhereThatIsWanted() {
    world.createsRooms = true;
    connect("team/plans");
    says(sync(0, "v"));
    assertEquals(world.documents.get("team/plans").id(), world.core.joins.get(0).document());
    assertEquals(List.of(), world.audit.events);
    for (String bad : List.of("../x", "a//b", "", "a b", "x".repeat(101))) {
      connect(bad);
      assertEquals(2, world.documents.size(), bad);
    }
  }

  @Test
  void malformedFramesEndTheirSenderOnly() {
    for (byte[] frame :
        List.of(
            new byte[] {},
            new byte[] {0},
            new byte[] {0, 7, 0},
            new byte[] {0, 2, 9, 1},
            new byte[] {0, 2, -1, -1, -1, -1, -1, -1, -1, -1, -1},
            new byte[] {1, 2, 1, 1},
            new byte[] {77})) {
      DialectWorld.Peer hostile = new DialectWorld.Peer();
      YjsSession bad =
          new YjsSession(world.services(), DialectWorld.signedIn("mallory"), "m", "notes", hostile);
      world.registry().opened(bad, "");
      bad.frame(sync(0, "v").toBytes(), true);
      world.core.joins.get(world.core.joins.size() - 1).ear().joined(world.joined(1, "", ""));
      bad.frame(frame, true);
      assertEquals(Optional.of(CloseCode.PROTOCOL), hostile.closed);
      assertTrue(world.core.calls.stream().noneMatch(call -> call.startsWith("submit")));
    }
  }

  @Test
  void aMalformedFrameIsFoundOutBeforeTheDocumentIsOpen() {
    connect("notes");
    says(new FrameWriter(8).varUint(1).varUint(2).varUint(2).varUint(1).end());
    assertEquals(Optional.of(CloseCode.PROTOCOL), peer.closed);
  }

  @Test
  void countsTheBytesOfAllPiecesOfAMessage() {
    world.settings.put("payload-bytes", 65_536);
    connect("notes");
    byte[] piece = new byte[10_000];
    for (int i = 0; i < 7 && peer.closed.isEmpty(); i++) {
      session.frame(piece, false);
    }
    assertEquals(Optional.of(CloseCode.TOO_BIG), peer.closed);
  }

  /** INV-12: a message may come in pieces, and the last of them never. */
  @Test
  void piecesOfMessagesWaitWithEverythingElseOfAUser() {
    join();
    byte[] piece = new byte[10_000];
    session.frame(piece, false);
    session.frame(piece, false);
    assertEquals(20_000, waiting.taken());
    session.frame(new byte[] {9}, true);
    assertEquals(0, waiting.taken(), "it is whole, and no message");
    connect("notes");
    session.frame(piece, false);
    session.gone();
    assertEquals(0, waiting.taken());
    connect("notes");
    assertTrue(waiting.of("alice").take(Runtime.getRuntime().maxMemory() / 8 / 8 - 5_000));
    session.frame(piece, false);
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
  }

  @Test
  void isHeardOfBeforeTheClientsPatienceEnds() {
    join();
    for (int i = 0; i < 4; i++) {
      world.pass(Duration.ofSeconds(16));
      assertEquals(List.of(YjsFrames.NO_AWARENESS), peer.news().subList(0, 1));
      says(awareness(11, i + 1, "{}"));
    }
  }

  @Test
  void aSilentPeerIsAskedAndThenGivenUpForAnotherTry() {
    join();
    world.pass(Duration.ofSeconds(31));
    assertTrue(peer.news().contains(YjsFrames.QUERY_AWARENESS));
    assertEquals(Optional.empty(), peer.closed);
    world.pass(Duration.ofSeconds(30));
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
  }

  @Test
  void aSessionSpeaksForItselfOnly() {
    join();
    ear().presence(List.of(of("s2", "bob", entry(22, 5, "{\"at\":1}"))));
    assertEquals(List.of(awareness(22, 5, "{\"at\":1}")), peer.news());
    says(awareness(22, 9, "{\"at\":9}"));
    assertEquals(List.of(), world.core.shown);
    says(awareness(11, 1, "{\"at\":2}"));
    says(awareness(33, 1, "{\"at\":3}"));
    says(awareness(11, 1, "{\"at\":4}"));
    assertEquals(List.of(entry(11, 1, "{\"at\":2}")), world.core.shown);
    says(awareness(11, 1, "null"));
    says(awareness(11, 1, "{\"at\":5}"));
    assertEquals(List.of("presence", "no presence"), world.core.calls);
  }

  /** Whoever comes second to speak for a client is not heard of, unless it is the same person. */
  @Test
  void nobodySpeaksForAClientOfSomebodyElse() {
    join();
    ear().presence(List.of(of("s2", "bob", entry(22, 5, "{}"))));
    ear().presence(List.of(of("s3", "mallory", entry(22, 6, "{\"at\":6}"))));
    assertEquals(List.of(awareness(22, 5, "{}")), peer.news());
    ear().presence(List.of(new PresenceChange("s3", "mallory", "M", Optional.empty())));
    assertEquals(List.of(), peer.news(), "who leaves takes nobody else along");
    ear().presence(List.of(of("s4", "bob", entry(22, 7, "{}"))));
    ear().presence(List.of(new PresenceChange("s2", "bob", "Bob", Optional.empty())));
    assertEquals(List.of(awareness(22, 7, "{}")), peer.news(), "connected again");
    ear().presence(List.of(of("s4", "bob", entry(44, 1, "{}"))));
    assertEquals(1, peer.news().size());
    says(YjsFrames.QUERY_AWARENESS);
    assertEquals(List.of(awareness(44, 1, "{}")), peer.news());
    ear().presence(List.of(of("s3", "mallory", entry(22, 8, "{}"))));
    assertEquals(List.of(awareness(22, 8, "{}")), peer.news(), "nobody speaks for it any more");
  }

  /** Providers send the server what it has just told them of others. */
  @Test
  void repeatingWhatIsToldOfOthersIsNoTooManyMessages() {
    world.settings.put("messages-burst", 10);
    world.settings.put("messages-per-second", 1);
    join();
    for (int clock = 1; clock < 200; clock++) {
      ear().presence(List.of(of("s2", "bob", entry(22, clock, "{}"))));
      says(peer.news().get(0));
    }
    assertEquals(Optional.empty(), peer.closed);
    for (int i = 0; i < 30; i++) {
      says(awareness(22, 300, "{}"));
    }
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
  }

  @Test
  void statesThatPeersCouldNotReadAreNotPassedOn() {
    join();
    for (String state : List.of("", "{", "{}x", "undefined", "\ufeff{}", "[".repeat(40))) {
      says(awareness(11, 1, state));
    }
    says(awareness(11, 2, "\"" + "x".repeat(4_096) + "\""));
    assertEquals(List.of(), world.core.calls);
    says(awareness(11, 3, "{\"user\":{\"name\":\"Alice\"}}"));
    assertEquals(List.of("presence"), world.core.calls);
  }

  @Test
  void whoHasGoneIsTakenFromTheScreenAndNotBroughtBackByRepetition() {
    join();
    ear().presence(List.of(of("s2", "bob", entry(22, 5, "{}"))));
    ear().presence(List.of(new PresenceChange("s2", "bob", "Bob", Optional.empty())));
    assertEquals(List.of(awareness(22, 5, "{}"), awareness(22, 5, "null")), peer.news());
    says(awareness(22, 6, "{}"));
    assertEquals(List.of(), world.core.calls);
  }

  @Test
  void aClientThatDoesNotRenewItsStateIsGone() {
    join();
    says(awareness(11, 1, "{}"));
    world.pass(Duration.ofSeconds(20));
    says(awareness(11, 2, "{}"));
    world.pass(Duration.ofSeconds(20));
    assertEquals(List.of("presence", "presence"), world.core.calls);
    says(sync(0, "v"));
    world.pass(Duration.ofSeconds(20));
    assertEquals("no presence", world.core.calls.get(3));
  }

  /** What it says would wait for ever otherwise. */
  @Test
  void whoSaysOnlyWherePeopleAreIsToldTheDocumentAfterAWhile() {
    connect("notes");
    world.pass(Duration.ofSeconds(20));
    says(awareness(11, 1, "{}"));
    world.pass(Duration.ofSeconds(9));
    assertEquals(List.of(), world.core.joins);
    world.pass(Duration.ofSeconds(1));
    Payload ofNobody = Payload.wrap(new byte[] {0});
    assertEquals(Optional.of(ofNobody), world.core.joins.get(0).request().version());
    assertEquals(1, world.core.joins.size());
    ear().joined(world.joined(4, "all", "version"));
    assertEquals(0, waiting.taken());
    assertEquals(List.of("presence"), world.core.calls);
  }

  @Test
  void statesThatComeTooFastAreShownLater() {
    join();
    for (int i = 1; i <= 50; i++) {
      says(awareness(11, i, "{\"n\":" + i + "}"));
    }
    assertEquals(20, world.core.shown.size());
    world.pass(Duration.ofSeconds(1));
    assertEquals(entry(11, 50, "{\"n\":50}"), world.core.shown.get(20));
  }

  @Test
  void answersWhoAsksWherePeopleAre() {
    join();
    ear().presence(List.of(of("s2", "bob", entry(22, 5, "{}"))));
    peer.news();
    says(YjsFrames.QUERY_AWARENESS);
    assertEquals(List.of(awareness(22, 5, "{}")), peer.news());
  }

  @Test
  void whoMayOnlyViewIsToldOnceThatNothingWasTaken() {
    join();
    says(sync(2, "a"));
    ear().refused(1, new Refusal(ErrorCode.FORBIDDEN, "you may not edit"));
    says(sync(2, "b"));
    ear().refused(2, new Refusal(ErrorCode.FORBIDDEN, "you may not edit"));
    assertEquals(1, peer.news().size());
    assertEquals(Optional.empty(), peer.closed);
  }

  @Test
  void aLostRightEndsTheConnectionForGood() {
    join();
    ear().closed(ErrorCode.NOT_FOUND, "you have no access");
    assertEquals(Optional.of(CloseCode.NOT_FOUND), peer.closed);
  }

  @Test
  void anEndedSignInEndsTheConnectionForGood() {
    join();
    world.live = false;
    world.pass(Duration.ofSeconds(31));
    assertEquals(Optional.of(CloseCode.SIGN_IN_ENDED), peer.closed);
  }

  @Test
  void namesAreDecodedOnceAndMayHaveSlashes() {
    assertEquals("team/a b+c%2F", YjsEndpoint.address("/ws/yjs/team/a%20b+c%252F"));
    assertEquals("100%", YjsEndpoint.address("/ws/yjs/100%"));
  }

  private static PresenceChange of(String session, String user, Payload state) {
    return new PresenceChange(session, user, user, Optional.of(state));
  }
}
