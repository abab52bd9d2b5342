package coedit.persistence;

/** The database did not answer, or answered with an error; the cause says how. */
public class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  protected StoreException(String message) {
    super(message);
  }
}
