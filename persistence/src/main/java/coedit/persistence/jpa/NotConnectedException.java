package coedit.persistence.jpa;

/** There is no connection to the database, so nothing was asked of it. */
final class NotConnectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotConnectedException(RuntimeException cause) {
    super("no connection to the database", cause);
  }
}
