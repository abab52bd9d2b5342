package coedit.web.yjs;

import coedit.web.socket.SocketSession;

/** A socket that speaks in binary frames. */
public interface BinarySession extends SocketSession {

  /** Takes a piece of a message as it came in a frame; called by one thread at a time. */
  void frame(byte[] piece, boolean last);
}
