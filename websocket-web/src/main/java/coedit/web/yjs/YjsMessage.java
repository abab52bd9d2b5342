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

  /**
   * Reads it through, as whoever acts on it will.
   *
   * @throws MalformedFrameException when that fails
   */
  default void check() {}

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

  /**
   * Where people are, as far as the client knows; the bytes, which are a tenth of what is in them.
   */
  record Awareness(Payload states) implements YjsMessage {
    List<AwarenessEntry> entries() {
      return AwarenessUpdate.decode(states);
    }

    @Override
    public int bytes() {
      return states.size();
    }

    @Override
    public void check() {
      entries();
    }
  }

  /** Something for other clients, which means nothing to the server. */
  record Stateless(Payload word) implements YjsMessage {
    @Override
    public int bytes() {
      return word.size();
    }
  }

  /** The client wants to know where people are. */
  record QueryAwareness() implements YjsMessage {}

  /** The body of an awareness message. */
  static YjsMessage awareness(FrameReader body) {
    return new Awareness(body.varBytes());
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
