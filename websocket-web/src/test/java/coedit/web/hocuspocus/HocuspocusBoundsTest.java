package coedit.web.hocuspocus;

import static coedit.web.yjs.DialectWorld.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.Refusal;
import coedit.model.ErrorCode;
import coedit.web.socket.CloseCode;
import coedit.web.yjs.DialectServices;
import coedit.web.yjs.DialectWorld;
import coedit.web.yjs.FrameWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one address, or one who never signs in, costs the other addresses and sockets. */
class HocuspocusBoundsTest extends HocuspocusTalk {

  @Test
  void whatCannotBeMendedEndsItsDocumentAlone() {
    join();
    says("notes\0second", token("good"));
    says("notes\0second", sync(0, "w"));
    ear(1).joined(world.joined(4, "more", "version"));
    says("notes\0second", sync(2, "too much"));
    peer.news();
    ear(1).refused(1, new Refusal(ErrorCode.TOO_LARGE, "the document is full"));
    assertEquals(
        List.of(to("notes\0second", HocuspocusFrames.close("the document is full"))), peer.news());
    says("notes", sync(2, "a"));
    assertEquals("submit 1 at 4 [a]", world.core.calls.get(world.core.calls.size() - 1));
    assertEquals(Optional.empty(), peer.closed);
  }

  @Test
  void whatADeniedProviderStillSaysIsNotHeard() {
    connect();
    says("notes", token("good"));
    says("other", token("bad"));
    peer.news();
    for (int i = 0; i < 900; i++) {
      says("other", sync(2, "a"));
    }
    world.pass(Duration.ofSeconds(12));
    assertEquals(Optional.empty(), peer.closed);
    says("other", token("good"));
    assertEquals(
        List.of(to("other", HocuspocusFrames.denied("there is no such document"))), peer.news());
  }

  @Test
  void anAnswerToATokenOfAClosedDocumentIsNotForItsSuccessor() {
    world.holdsBlocking = true;
    connect();
    says("notes", token("bad"));
    says("notes", new FrameWriter(1).varUint(HocuspocusFrames.CLOSE).end());
    says("notes", token("good"));
    world.runBlocking();
    assertEquals(List.of(to("notes", HocuspocusFrames.authenticated(true))), peer.news());
  }

  @Test
  void fiveBadTokensEndTheSocket() {
    connect();
    for (int i = 0; i < 4; i++) {
      says("notes", token("bad"));
    }
    assertEquals(Optional.empty(), peer.closed);
    says("other", token("bad"));
    assertEquals(Optional.of(CloseCode.SIGN_IN_ENDED), peer.closed);
  }

  /** Each costs a signature and a question to the database. */
  @Test
  void soManyTokensMayBeShown() {
    world.settings.put("documents", 3);
    join();
    for (int i = 1; i < 6; i++) {
      says("notes", token("good"));
    }
    assertEquals(Optional.empty(), peer.closed);
    world.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 6; i++) {
      says("notes", token("good"));
    }
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
    assertEquals(List.of("tokens"), world.refused);
  }

  @Test
  void aGoodTokenIsOneOfItsUsersRequests() {
    world.questions = 3;
    join();
    says("notes", token("good"));
    says("notes", token("bad"));
    assertEquals(List.of(), world.refused, "nobody's yet");
    says("notes", token("good"));
    assertEquals(Optional.empty(), peer.closed);
    says("notes", token("good"));
    assertEquals(List.of("requests"), world.refused);
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
  }

  @Test
  void aDocumentForWhichNoTokenComesIsDeniedAlone() {
    join();
    says("notes\0second", sync(0, "v"));
    world.pass(Duration.ofSeconds(12));
    assertTrue(peer.news().contains(to("notes\0second", HocuspocusFrames.denied("sign in first"))));
    assertEquals(Optional.empty(), peer.closed);
  }

  @Test
  void whatWaitsForASignInIsBoundedForTheSocketWhateverItsDocuments() {
    world.settings.put("payload-bytes", 100_000);
    connect();
    for (int i = 0; i < 9; i++) {
      says("notes\0" + i, sync(2, "x".repeat(10_000)));
    }
    assertEquals(Optional.empty(), peer.closed);
    says("notes\0more", sync(2, "x".repeat(10_001)));
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peer.closed);
  }

  @Test
  void whatWaitsForASignInIsBoundedForAllSocketsTogether() {
    world.settings.put("payload-bytes", 100_000);
    DialectServices services = world.services();
    List<DialectWorld.Peer> peers = new ArrayList<>();
    List<HocuspocusSession> sessions = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      peers.add(new DialectWorld.Peer());
      sessions.add(new HocuspocusSession(services, null, "m" + i, peers.get(i)));
      session = sessions.get(i);
      says("notes", sync(2, "x".repeat(100_000)));
    }
    assertEquals(Optional.empty(), peers.get(63).closed);
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peers.get(64).closed);
    session = sessions.get(0);
    says("notes", token("good"));
    sessions.get(1).gone();
    for (int i = 65; i < 68; i++) {
      peers.add(new DialectWorld.Peer());
      session = new HocuspocusSession(services, null, "m" + i, peers.get(i));
      says("notes", sync(2, "x".repeat(100_000)));
    }
    assertEquals(Optional.empty(), peers.get(66).closed, "two have made room");
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peers.get(67).closed);
  }

  /** A message may come in pieces, and wait for its last one for as long as a sign-in may take. */
  @Test
  void piecesOfMessagesOfNobodyAreBoundedForAllSocketsTogether() {
    world.settings.put("payload-bytes", 100_000);
    DialectServices services = world.services();
    byte[] piece = new byte[100_000];
    List<DialectWorld.Peer> peers = new ArrayList<>();
    List<HocuspocusSession> sessions = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      peers.add(new DialectWorld.Peer());
      sessions.add(new HocuspocusSession(services, null, "m" + i, peers.get(i)));
      if (i < 65) {
        sessions.get(i).frame(piece, false);
      }
    }
    assertEquals(Optional.empty(), peers.get(63).closed);
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), peers.get(64).closed);
    sessions.get(0).gone();
    sessions.get(65).frame(piece, false);
    assertEquals(Optional.empty(), peers.get(65).closed, "one has made room");
    sessions.get(1).frame(new byte[0], true);
    assertEquals(Optional.of(CloseCode.PROTOCOL), peers.get(1).closed, "no message after all");
    assertEquals(63 * 100_000L, services.budgets().ofNobody().taken());
  }

  @Test
  void awarenessThatCannotBeReadIsNotKeptForLater() {
    connect();
    says("notes", new FrameWriter(8).varUint(1).varBytes(DialectWorld.bytes("\5abc")).end());
    assertEquals(Optional.of(CloseCode.PROTOCOL), peer.closed);
  }

  private DialectWorld.Peer another(DialectServices services, String name) {
    DialectWorld.Peer other = new DialectWorld.Peer();
    session = new HocuspocusSession(services, null, name, other);
    world.registry().opened(session, "");
    return other;
  }

  @Test
  void whoSignsInByTokenHasAsManySocketsAsAnybodyElse() {
    world.settings.put("sockets-per-user", 2);
    world.tokens.put("bobs", DialectWorld.signedIn("bob"));
    DialectServices services = world.services();
    for (int i = 0; i < 2; i++) {
      another(services, "m" + i);
      says("notes", token("good"));
      says("notes\0second", token("good"));
    }
    HocuspocusSession second = session;
    DialectWorld.Peer third = another(services, "m2");
    says("notes", token("good"));
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), third.closed);
    world.registry().closed(session);
    DialectWorld.Peer bobs = another(services, "m3");
    says("notes", token("bobs"));
    assertEquals(Optional.empty(), bobs.closed);
    world.registry().closed(second);
    DialectWorld.Peer fourth = another(services, "m4");
    says("notes", token("good"));
    assertEquals(Optional.empty(), fourth.closed, "one has made room");
  }

  @Test
  void aSocketOnWhichSomebodyHasSignedInIsNobodysNoLonger() {
    world.settings.put("sockets-of-nobody", 2);
    DialectServices services = world.services();
    for (int i = 0; i < 5; i++) {
      DialectWorld.Peer one = another(services, "m" + i);
      says("notes", token("good"));
      assertEquals(Optional.empty(), one.closed);
    }
    another(services, "m5");
    another(services, "m6");
    assertEquals(Optional.of(CloseCode.TRY_AGAIN), another(services, "m7").closed);
  }
}
