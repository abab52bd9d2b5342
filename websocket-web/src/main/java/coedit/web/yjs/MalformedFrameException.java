package coedit.web.yjs;

/** A frame that does not follow its protocol. No stack trace: hostile input must stay cheap. */
public final class MalformedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedFrameException(String reason) {
    super(reason, null, false, false);
  }
}
