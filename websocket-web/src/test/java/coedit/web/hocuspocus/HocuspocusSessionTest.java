package coedit.web.hocuspocus;

import static coedit.web.yjs.DialectWorld.CLIENT;
import static coedit.web.yjs.DialectWorld.batch;
import static coedit.web.yjs.DialectWorld.operation;
import static coedit.web.yjs.DialectWorld.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.Participant;
import coedit.core.service.Refusal;
import coedit.model.Access;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.auth.SignedIn;
import coedit.web.socket.CloseCode;
import coedit.web.yjs.DialectWorld;
import coedit.web.yjs.FrameReader;
import coedit.web.yjs.FrameWriter;
import coedit.web.yjs.YjsFrames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HocuspocusSessionTest extends HocuspocusTalk {

  @Test
  void whatComesBeforeTheTokenWaitsForIt() {
    connect();
    says("notes", sync(0, "v"));
    says("notes", sync(2, "a"));
    assertEquals(List.of(), world.core.joins);
    says("notes", token("good"));
    assertEquals(List.of(to("notes", HocuspocusFrames.authenticated(true))), peer.news());
    ear(0).joined(world.joined(4, "all", "version"));
    assertEquals(
        List.of(to("notes", sync(1, "all")), to("notes", sync(0, "version"))), peer.news());
    assertEquals(List.of("submit 1 at 4 [a]"), world.core.calls);
  }

  /** For the audit log, which has the address of a handshake from the handshake. */
  @Test
  void whoShowsATokenSpeaksFromWhereTheSocketComesFrom() {
    join();
    assertEquals("192.0.2.7", world.core.joins.get(0).request().participant().address());
  }

  @Test
  void oneDocumentMayBeOpenTwiceUnderAddressesOfTheirOwn() {
    join();
    says("notes\0second", token("good"));
    says("notes\0second", sync(0, "w"));
    ear(1).joined(world.joined(4, "more", "version"));
    assertEquals(DialectWorld.DOCUMENT, world.core.joins.get(1).document());
    assertEquals(to("notes\0second", sync(1, "more")), peer.news().get(1));
    says("notes", new FrameWriter(1).varUint(HocuspocusFrames.CLOSE).end());
    assertEquals(List.of("leave"), world.core.calls);
  }

  @Test
  void aBadTokenIsDeniedAndTheOtherDocumentsGoOn() {
    join();
    says("other", token("bad"));
    FrameReader denied = new FrameReader(peer.news().get(0));
    assertEquals("other", denied.varString());
    assertEquals(2, denied.varUint());
    assertEquals(1, denied.varUint());
    assertEquals("sign in first", denied.varString());
    says("notes", sync(2, "a"));
    assertEquals(List.of("submit 1 at 4 [a]"), world.core.calls);
    assertEquals(Optional.empty(), peer.closed);
  }

  @Test
  void anUnknownDocumentIsDenied() {
    connect();
    says("unknown", token("good"));
    assertEquals(
        List.of(to("unknown", HocuspocusFrames.denied("there is no such document"))), peer.news());
  }

  @Test
  void onASocketThatIsSignedInAnyTokenWillDoAndNone() {
    connect(DialectWorld.signedIn("bob"));
    says("notes", token("whatever"));
    says("notes", sync(0, "v"));
    assertEquals("bob", world.core.joins.get(0).request().participant().user());
    says("notes\0" + "2", sync(0, "v"));
    assertEquals("bob", world.core.joins.get(1).request().participant().user());
  }

  @Test
  void aLaterTokenIsTakenOverByTheDocumentThatIsOpen() {
    Participant moved = new Participant("alice", "alice", Set.of("readers"), false);
    world.tokens.put(
        "later", new SignedIn(moved, "family-2", DialectWorld.signedIn("alice").expiresAt()));
    join();
    says("notes", token("good"));
    assertEquals(List.of(), world.core.calls, "as she was");
    peer.news();
    says("notes", token("later"));
    assertEquals(List.of("shown as alice of [readers]"), world.core.calls);
    assertEquals(List.of(to("notes", HocuspocusFrames.authenticated(true))), peer.news());
    world.ended.add("family-alice");
    world.pass(Duration.ofSeconds(3));
    says("notes", sync(2, "a"));
    assertEquals("submit 1 at 4 [a]", world.core.calls.get(1), "lives by the later sign-in");
    world.ended.add("family-2");
    world.pass(Duration.ofSeconds(3));
    assertEquals("leave", world.core.calls.get(2));
  }

  /** A client that renews its token does not wait for the answer to the one before. */
  @Test
  void aTokenThatComesWhileAnotherIsLookedAtIsLookedAtToo() {
    world.tokens.put(
        "later",
        new SignedIn(
            new Participant("alice", "alice", Set.of("readers"), false),
            "family-2",
            DialectWorld.signedIn("alice").expiresAt()));
    world.holdsBlocking = true;
    connect();
    says("notes", token("good"));
    says("notes", token("neither"));
    says("notes", token("later"));
    world.runBlocking();
    Payload authenticated = to("notes", HocuspocusFrames.authenticated(true));
    assertEquals(List.of(authenticated, authenticated), peer.news());
    world.ended.add("family-alice");
    world.pass(Duration.ofSeconds(3));
    says("notes", sync(0, "v"));
    assertEquals(Optional.empty(), peer.closed);
    assertEquals(List.of(), peer.news(), "it lives by the later one");
  }

  @Test
  void aGoodTokenBehindABadOneOpensTheDocument() {
    world.holdsBlocking = true;
    connect();
    says("notes", token("bad"));
    says("notes", token("good"));
    world.runBlocking();
    assertEquals(List.of(to("notes", HocuspocusFrames.authenticated(true))), peer.news());
  }

  @Test
  void aLaterTokenThatMayNotSeeTheDocumentClosesIt() {
    world.tokens.put("later", DialectWorld.signedIn("alice"));
    join();
    world.documents.clear();
    says("notes", token("later"));
    assertEquals(
        List.of(
            to("notes", HocuspocusFrames.denied("there is no such document")),
            to("notes", HocuspocusFrames.close("there is no such document"))),
        peer.news());
    assertEquals(List.of("leave"), world.core.calls);
  }

  @Test
  void anotherUsersTokenEndsTheDocument() {
    world.tokens.put("mallory's", DialectWorld.signedIn("mallory"));
    join();
    says("notes", token("good"));
    assertEquals(List.of(to("notes", HocuspocusFrames.authenticated(true))), peer.news());
    says("notes", token("mallory's"));
    assertEquals("leave", world.core.calls.get(0));
  }

  @Test
  void everyUpdateIsCountedAsSavedAfterItsCommit() {
    join();
    says("notes", sync(2, "a"));
    says("notes", sync(2, "b"));
    says("notes", sync(1, "c"));
    assertEquals(List.of(), peer.news());
    ear(0).committed(batch(operation(5, CLIENT, 1, "a")));
    Payload saved = to("notes", HocuspocusFrames.syncStatus(true));
    assertEquals(List.of(saved), peer.news());
    ear(0).acknowledged(3, 0);
    assertEquals(List.of(saved, saved), peer.news());
    says("notes", sync(1, "\0\0"));
    assertEquals(List.of(saved), peer.news());
  }

  @Test
  void whoMayOnlyViewIsToldSoAndWhichUpdatesWereNotTaken() {
    world.access = Access.VIEW;
    world.documents.clear();
    DialectWorld viewing = new DialectWorld();
    viewing.documents.forEach(
        (name, view) ->
            world.documents.put(
                name,
                new coedit.core.service.DocumentView(
                    view.id(),
                    view.type(),
                    view.title(),
                    view.name(),
                    Access.VIEW,
                    view.createdBy(),
                    view.owner(),
                    view.createdAt(),
                    view.updatedAt())));
    connect();
    says("notes", token("good"));
    assertEquals(List.of(to("notes", HocuspocusFrames.authenticated(false))), peer.news());
    says("notes", sync(0, "v"));
    ear(0).joined(world.joined(4, "all", "version"));
    peer.news();
    says("notes", sync(1, "known"));
    ear(0).acknowledged(1, 0);
    says("notes", sync(2, "new"));
    ear(0).refused(2, new Refusal(ErrorCode.FORBIDDEN, "you may not edit"));
    assertEquals(
        List.of(
            to("notes", HocuspocusFrames.syncStatus(true)),
            to("notes", HocuspocusFrames.syncStatus(false))),
        peer.news());
  }

  @Test
  void moreDocumentsThanAllowedAreDenied() {
    world.settings.put("documents", 2);
    connect();
    for (int i = 0; i < 3; i++) {
      says("notes\0" + i, token("good"));
    }
    assertEquals(
        List.of(
            to("notes\0" + 0, HocuspocusFrames.authenticated(true)),
            to("notes\0" + 1, HocuspocusFrames.authenticated(true)),
            to("notes\0" + 2, HocuspocusFrames.denied("too many documents on this connection"))),
        peer.news());
  }

  @Test
  void aFewJoinsAreUnderWayAtATime() {
    world.settings.put("joins", 2);
    connect();
    for (int i = 0; i < 4; i++) {
      says("notes\0" + i, token("good"));
      says("notes\0" + i, sync(0, "v"));
    }
    assertEquals(2, world.core.joins.size());
    ear(0).joined(world.joined(4, "all", "version"));
    assertEquals(3, world.core.joins.size());
    ear(1).closed(ErrorCode.DEGRADED, "away");
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
    long left = world.core.calls.stream().filter("leave"::equals).count();
    assertEquals(world.core.joins.size() - 1, left, "all have gone with their socket");
  }

  @Test
  void answersPingsOfBothKinds() {
    join();
    session.frame(new byte[] {9}, true);
    says("notes", new FrameWriter(1).varUint(HocuspocusFrames.PING).end());
    assertEquals(
        List.of(HocuspocusFrames.pong(), to("notes", HocuspocusFrames.pong())), peer.news());
  }

  @Test
  void statelessMessagesGoToTheOthersWhenTheirDocumentIsOpen() {
    connect();
    says("notes", stateless("early"));
    says("notes", token("good"));
    assertEquals(List.of(), world.core.calls);
    says("notes", sync(0, "v"));
    ear(0).joined(world.joined(4, "all", "version"));
    says("notes", stateless("hello"));
    assertEquals(List.of("say early", "say hello"), world.core.calls);
    peer.news();
    ear(0).said(DialectWorld.bytes("of bob"));
    assertEquals(List.of(to("notes", stateless("of bob"))), peer.news());
    says("notes", new FrameWriter(1).varUint(HocuspocusFrames.CLOSE).end());
    ear(0).said(DialectWorld.bytes("too late"));
    assertEquals(List.of(), peer.news());
  }

  @Test
  void statelessMessagesThatAreLargeOrCameTooFastAreDropped() {
    join();
    says("notes", stateless("x".repeat(4_097)));
    for (int i = 0; i < 30; i++) {
      says("notes", stateless("" + i));
    }
    assertEquals(20, world.core.calls.size());
    assertEquals("say 0", world.core.calls.get(0));
    world.pass(Duration.ofSeconds(1));
    says("notes", stateless("later"));
    assertEquals("say later", world.core.calls.get(20));
    assertEquals(Optional.empty(), peer.closed);
  }

  private static Payload stateless(String word) {
    return new FrameWriter(8).varUint(HocuspocusFrames.STATELESS).varString(word).end();
  }

  @Test
  void whatOnlyServersSayToEachOtherEndsTheSocket() {
    join();
    says(
        "notes",
        new FrameWriter(8).varUint(HocuspocusFrames.BROADCAST_STATELESS).varString("x").end());
    assertEquals(Optional.of(CloseCode.PROTOCOL), peer.closed);
  }

  @Test
  void malformedFramesEndTheirSenderOnly() {
    for (byte[] frame :
        List.of(
            new byte[] {},
            new byte[] {1},
            new byte[] {0, 0},
            new byte[] {5, 'n', 'o'},
            new byte[] {1, 'n', 0, 5, 0},
            new byte[] {1, -1, 0, 0, 0},
            new byte[] {1, 'n', 2, 1, 0})) {
      DialectWorld.Peer hostile = new DialectWorld.Peer();
      HocuspocusSession bad = new HocuspocusSession(world.services(), null, "m", hostile);
      world.registry().opened(bad, "");
      bad.frame(frame, true);
      assertEquals(Optional.of(CloseCode.PROTOCOL), hostile.closed);
    }
    assertEquals(List.of(), world.core.joins);
  }

  @Test
  void aSocketOnWhichNobodySignsInIsClosed() {
    connect();
    says("notes", sync(0, "v"));
    world.pass(Duration.ofSeconds(12));
    assertEquals(Optional.of(CloseCode.SIGN_IN_ENDED), peer.closed);
  }

  @Test
  void isHeardOfBeforeTheClientsPatienceEnds() {
    join();
    world.pass(Duration.ofSeconds(16));
    assertEquals(List.of(to("notes", YjsFrames.NO_AWARENESS)), peer.news());
    world.pass(Duration.ofSeconds(16));
    assertTrue(peer.news().contains(to("notes", YjsFrames.QUERY_AWARENESS)));
  }

  @Test
  void anEndedSignInEndsItsDocument() {
    join();
    world.live = false;
    session.frame(new byte[] {9}, true);
    world.pass(Duration.ofSeconds(31));
    assertTrue(peer.news().contains(to("notes", HocuspocusFrames.close("the sign-in has ended"))));
    assertEquals("leave", world.core.calls.get(0));
  }

  @Test
  void aLostRightEndsTheDocumentAndAnythingElseTheSocketForAnotherTry() {
    join();
    ear(0).closed(ErrorCode.NOT_FOUND, "you have no access");
    assertEquals(
        List.of(
            to("notes", HocuspocusFrames.denied("you have no access")),
            to("notes", HocuspocusFrames.close("you have no access"))),
        peer.news());
    assertEquals(Optional.empty(), peer.closed);
    says("notes", token("good"));
    says("notes", sync(0, "v"));
    ear(1).joined(world.joined(4, "all", "version"));
    ear(1).closed(ErrorCode.RESYNC, "your access has changed");
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
  }
}
