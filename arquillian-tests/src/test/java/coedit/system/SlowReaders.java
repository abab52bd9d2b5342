package coedit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * People at every server who open a document and read nothing of it any more, while somebody pastes
 * into it more than any of them has room for.
 */
final class SlowReaders implements AutoCloseable {

  private static final int AT_EACH = 8;
  private static final String PASTED = "pasted text ".repeat(4_500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<RawSocket> stalled = new ArrayList<>();
  private final TestClient author;
  private final Thread pasting = new Thread(this::paste, "pasting");
  private volatile boolean enough;

  SlowReaders(List<? extends Node> nodes) {
    String document = Api.signInPatiently(nodes.get(0), "alice").createText("read by some");
    byte[] join = ("{\"t\":\"join\",\"d\":\"" + document + "\"}").getBytes(StandardCharsets.UTF_8);
    try {
      for (Node node : nodes) {
        for (int i = 0; i < AT_EACH; i++) {
          RawSocket peer = RawSocket.withLittleRoom(Api.signInPatiently(node, "carol"));
          peer.frame(RawSocket.TEXT, true, join);
          stalled.add(peer);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    author = TestClient.join("alice", document, nodes);
    pasting.setDaemon(true);
    pasting.start();
  }

  private void paste() {
    while (!enough) {
      author.begin(
          text ->
              List.of(
                  text.isEmpty()
                      ? TestClient.insertion(0, PASTED)
                      : "[{\"d\":" + text.length() + "}]"));
      while (!author.settled(PATIENCE)) {
        author.cut();
      }
    }
  }

  @Override
  public void close() {
    enough = true;
    try {
      pasting.join();
      for (RawSocket peer : stalled) {
        peer.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    author.close();
  }
}
