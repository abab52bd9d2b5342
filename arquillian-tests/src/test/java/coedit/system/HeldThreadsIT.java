package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** INV-12: what a peer sends when its socket is closed holds no thread of the server. */
class HeldThreadsIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final int SOCKETS = 10;

  /** Longer than a close frame may be, which is what the server expects now. */
  private static final int LONG = 200;

  @Test
  void aPingBehindSomethingElseThanTheCloseFrameThatIsDueHoldsNoThread() throws IOException {
    Api mallory = Api.signIn(SERVER, "carol");
    byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
    byte[] spaces = new byte[LONG];
    Arrays.fill(spaces, (byte) ' ');
    for (int i = 0; i < SOCKETS; i++) {
      try (RawSocket raw = RawSocket.open(mallory)) {
        raw.frame(RawSocket.TEXT, true, nonsense);
        assertEquals(4400, raw.closeCode());
        raw.put(RawSocket.TEXT, true, spaces);
        raw.flushAndPing();
      }
    }
    Await.until("every ping to be done with", Duration.ofSeconds(20), () -> pingsThatWait() == 0);
  }

  private static long pingsThatWait() {
    return Arrays.stream(Jcmd.run(SERVER.jvm(), "Thread.print").split("\n\n"))
        .filter(thread -> thread.contains("LinkRead.processRead"))
        .filter(thread -> thread.contains("WsocConnLink.okToWrite"))
        .count();
  }
}
