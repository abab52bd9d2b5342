package coedit.spi;

/** Stored bytes that the document type cannot read: damage at rest or a bug, never bad input. */
public final class CorruptPayloadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CorruptPayloadException(String message) {
    super(message);
  }

  public CorruptPayloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
