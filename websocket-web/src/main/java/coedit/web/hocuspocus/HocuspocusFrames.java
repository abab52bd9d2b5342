package coedit.web.hocuspocus;

import coedit.model.Payload;
import coedit.web.yjs.FrameWriter;
import coedit.web.yjs.YjsMessage;

/** What the server says beside what all Yjs dialects say. */
final class HocuspocusFrames {

  static final int SYNC_REPLY = 4;
  static final int STATELESS = 5;
  static final int BROADCAST_STATELESS = 6;
  static final int CLOSE = 7;
  static final int SYNC_STATUS = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** A client's token; from the server it would ask for one. */
  static final int TOKEN = 0;

  private static final int PERMISSION_DENIED = 1;
  private static final int AUTHENTICATED = 2;

  private HocuspocusFrames() {}

  static Payload authenticated(boolean mayEdit) {
    return new FrameWriter(16)
        .varUint(YjsMessage.AUTH)
        .varUint(AUTHENTICATED)
        .varString(mayEdit ? "read-write" : "readonly")
        .end();
  }

  static Payload denied(String reason) {
    return new FrameWriter(64)
        .varUint(YjsMessage.AUTH)
        .varUint(PERMISSION_DENIED)
        .varString(reason)
        .end();
  }

  static Payload close(String reason) {
    return new FrameWriter(64).varUint(CLOSE).varString(reason).end();
  }

  static Payload syncStatus(boolean applied) {
    return new FrameWriter(2).varUint(SYNC_STATUS).varUint(applied ? 1 : 0).end();
  }

  static Payload stateless(Payload word) {
    return new FrameWriter(word.size() + 8).varUint(STATELESS).varBytes(word).end();
  }

  static Payload pong() {
    return new FrameWriter(1).varUint(PONG).end();
  }

  /** A frame for the document of an address. */
  static Payload addressed(String address, Payload frame) {
    return new FrameWriter(address.length() + frame.size() + 4).varString(address).raw(frame).end();
  }
}
