package coedit.core.service;

/** The database does not answer now. Nothing is known to have been done; later it may be. */
public final class DegradedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DegradedException(Throwable cause) {
    super("the database does not answer now", cause);
  }
}
