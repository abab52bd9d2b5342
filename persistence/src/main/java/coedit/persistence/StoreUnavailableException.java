package coedit.persistence;

/** The database could not be reached, or did not say how it ended: it is not well. */
public final class StoreUnavailableException extends StoreException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
