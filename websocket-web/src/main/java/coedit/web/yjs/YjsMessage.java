package coedit.web.yjs;

import coedit.model.Payload;
import java.util.List;

/** What a client says of one document, whatever the envelope around it. */
public sealed interface YjsMessage {

  /** Message types that all dialects share. */
  int SYNC = 0;

  int AWARENESS = 1;
  int AUTH = 2;
  int QUERY_AWARENESS = 3;

  /** The bytes that it holds. */
  default int bytes() {
    return 0;
  }

  /** What the client knows; it wants to have what that lacks. */
  record StepOne(Payload version) implements YjsMessage {
    @Override
    public int bytes() {
      return version.size();
    }
  }

  /** What the client has done, or what it has that the server lacks. */
  record Update(Payload update) implements YjsMessage {
    @Override
    public int bytes() {
      return update.size();
    }
  }

  /** Where people are, as far as the client knows. */
  record Awareness(List<AwarenessEntry> entries, int bytes) implements YjsMessage {
    public Awareness {
      entries = List.copyOf(entries);
    }
  }

  /** The client wants to know where people are. */
  record QueryAwareness() implements YjsMessage {}

  /** The body of an awareness message. */
  static YjsMessage awareness(FrameReader body) {
    Payload states = body.varBytes();
    return new Awareness(AwarenessUpdate.decode(states), states.size());
  }

  /** The body of a sync message. */
  static YjsMessage sync(FrameReader body) {
    long step = body.varUint();
    Payload bytes = body.varBytes();
    if (step == 0) {
      return new StepOne(bytes);
    }
    if (step == 1 || step == 2) {
      return new Update(bytes);
    }
    throw new MalformedFrameException("no such sync step: " + step);
  }
}
