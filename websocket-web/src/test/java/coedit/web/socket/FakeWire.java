package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertNull;

import coedit.web.protocol.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A peer whose reading is in the test's hand; fails when two sends are under way. */
final class FakeWire implements Wire {

  /** Whether a send is done before it returns. */
  boolean reads = true;

  final List<String> frames = new ArrayList<>();
  CloseCode closed;

  /** What the container does then. */
  Runnable whenClosed = () -> {};

  private Completion inFlight;

  @Override
  public void send(Frame frame, Completion completion) {
    assertNull(inFlight, "a second send while one is in flight is dropped by the container");
    frames.add(((Frame.Text) frame).text());
    if (reads) {
      completion.sent(true);
    } else {
      inFlight = completion;
    }
  }

  @Override
  public void close(CloseCode code, String reason) {
    assertNull(closed, "closed twice");
    closed = code;
    whenClosed.run();
  }

  boolean isBusy() {
    return inFlight != null;
  }

  /** The frame in flight is through, or lost. */
  void complete(boolean successfully) {
    Completion completion = inFlight;
    inFlight = null;
    completion.sent(successfully);
  }

  /** Everything received so far, message by message. */
  List<Map<String, Object>> messages() {
    return frames.stream().flatMap(frame -> JsonTree.messages(frame).stream()).toList();
  }

  List<Object> kinds() {
    return messages().stream().map(message -> message.get("t")).toList();
  }

  Map<String, Object> last() {
    List<Map<String, Object>> all = messages();
    return all.get(all.size() - 1);
  }
}
