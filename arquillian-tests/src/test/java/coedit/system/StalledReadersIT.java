package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Peers that joined and then stop reading cost nobody else anything: the others' edits go on, and
 * the peers are let go when too much waits for them (INV-12).
 */
class StalledReadersIT {

  private static final LibertyServer SERVER = SharedServer.get();

  /** More than the threads that may be held by writing to a peer. */
  private static final int STALLED = 16;

  /** A thread that waits for a peer does so for a minute; nobody else may wait for that. */
  private static final Duration UNDISTURBED = Duration.ofSeconds(10);

  /**
   * When it is given up and its connection has no room for the close frame, the server waits for a
   * frame of the peer for 30 s more before it cuts the line.
   */
  private static final Duration CUT = Duration.ofSeconds(60);

  private static final String PASTED = "pasted text ".repeat(4_500);

  /** Half of them bring the text: more than the kernel keeps for a socket (4 MiB) and the bound. */
  private static final int PASTES = 260;

  private final List<RawSocket> stalled = new ArrayList<>();
  private String document = "";

  @BeforeEach
  void joinAndStopReading() throws IOException {
    document = Api.signIn(SERVER, "alice").createText("read by some");
    Api reader = Api.signIn(SERVER, "carol");
    byte[] join = ("{\"t\":\"join\",\"d\":\"" + document + "\"}").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < STALLED; i++) {
      RawSocket peer = RawSocket.withLittleRoom(reader);
      assertTrue(peer.frame(RawSocket.TEXT, true, join));
      peer.setPatience(CUT);
      stalled.add(peer);
    }
  }

  @AfterEach
  void hangUp() throws IOException {
    for (RawSocket peer : stalled) {
      peer.close();
    }
  }

  @Test
  void othersEditOnAndTheStalledAreLetGo() {
    try (TestClient alice = TestClient.join("alice", document, SERVER);
        TestClient bob = TestClient.join("bob", document, SERVER)) {
      for (int i = 0; i < PASTES; i++) {
        boolean emptied = i % 2 == 1;
        alice.begin(
            text ->
                List.of(
                    emptied ? "[{\"d\":" + text.length() + "}]" : TestClient.insertion(0, PASTED)));
        assertTrue(alice.settled(UNDISTURBED), "the author waits for peers that do not read");
        bob.awaitRevision(alice.revision(), UNDISTURBED);
      }
      assertEquals(0, alice.reconnects() + bob.reconnects());
      assertEquals(PASTES, History.check(document, List.of(alice, bob), List.of(SERVER)).size());
    }
    assertTrue(Refused.by(SERVER, "outbound") > 0, "and is counted");
    stalled.forEach(
        peer -> assertTrue(peer.closeCode() > 0, "what waited for it was given up, with the line"));
  }
}
