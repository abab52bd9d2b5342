package coedit.web.protocol;

import coedit.model.DocumentId;
import coedit.model.ErrorCode;

/** What a frame turned out to be. */
public sealed interface Decoded {

  /** One method per kind of frame. */
  interface Handler {
    void received(ClientMessage message);

    void refused(Refused frame);

    void malformed(Malformed frame);
  }

  void handTo(Handler handler);

  record Received(ClientMessage message) implements Decoded {
    @Override
    public void handTo(Handler handler) {
      handler.received(message);
    }
  }

  /** A submission that can be named, but not be read: it is refused and the socket stays. */
  record Refused(DocumentId document, long sequence, ErrorCode code, String reason)
      implements Decoded {
    @Override
    public void handTo(Handler handler) {
      handler.refused(this);
    }
  }

  /**
   * Anything else that is wrong.
   *
   * @param fatal whether the order of messages is in doubt, so that the socket has to go
   */
  record Malformed(ErrorCode code, String reason, boolean fatal) implements Decoded {
    @Override
    public void handTo(Handler handler) {
      handler.malformed(this);
    }
  }
}
