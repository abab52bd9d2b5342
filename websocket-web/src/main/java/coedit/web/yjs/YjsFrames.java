package coedit.web.yjs;

import coedit.core.service.CommittedBatch;
import coedit.model.ClientId;
import coedit.model.Payload;
import java.util.List;
import java.util.function.Function;

/** What the server says of one document, without the envelope that a dialect puts around it. */
public final class YjsFrames {

  /** A committed operation with who made it, so that authors are not told their own. */
  record Committed(ClientId client, long sequence, Payload frame) {}

  /** The frames of a batch, written once for all sessions. */
  static final Function<CommittedBatch, List<Committed>> UPDATES = YjsFrames::updates;

  /** No states: says nothing, but is heard. */
  public static final Payload NO_AWARENESS = awareness(AwarenessUpdate.encode(List.of()));

  public static final Payload QUERY_AWARENESS =
      new FrameWriter(1).varUint(YjsMessage.QUERY_AWARENESS).end();

  private YjsFrames() {}

  static Payload stepOne(Payload version) {
    return sync(0, version);
  }

  static Payload stepTwo(Payload update) {
    return sync(1, update);
  }

  static Payload update(Payload update) {
    return sync(2, update);
  }

  private static Payload sync(int step, Payload bytes) {
    return new FrameWriter(bytes.size() + 8)
        .varUint(YjsMessage.SYNC)
        .varUint(step)
        .varBytes(bytes)
        .end();
  }

  static Payload awareness(Payload states) {
    return new FrameWriter(states.size() + 8).varUint(YjsMessage.AWARENESS).varBytes(states).end();
  }

  private static List<Committed> updates(CommittedBatch batch) {
    return batch.operations().stream()
        .map(
            operation ->
                new Committed(
                    operation.name().client(),
                    operation.name().sequence(),
                    update(operation.payload())))
        .toList();
  }
}
