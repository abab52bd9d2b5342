package coedit.web.socket;

/** The socket as an outbox sees it: a place for one frame at a time. */
public interface Wire {

  /** Told once what became of a frame. */
  interface Completion {
    void sent(boolean successfully);
  }

  /**
   * Starts to send a frame; the next one only after its completion, which may come before this
   * returns, and on any thread.
   */
  void send(Frame frame, Completion completion);

  /** Where the peer is; empty when nobody knows. */
  default String address() {
    return "";
  }

  /** Closes the socket without making the caller wait, also while a frame is in flight. */
  void close(CloseCode code, String reason);
}
