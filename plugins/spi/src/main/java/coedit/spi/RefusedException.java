package coedit.spi;

import coedit.model.ErrorCode;

/**
 * Thrown inside a plugin to leave a parser or an algebra early; the skeleton strategies turn it
 * into {@link Resolution.Refuse}. Carries no stack trace: hostile input must stay cheap.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public RefusedException(ErrorCode code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** The reason as told to the submitter. */
  public String reason() {
    String message = getMessage();
    return message == null ? code.code() : message;
  }
}
