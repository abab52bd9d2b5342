package coedit.core.service;

/** Too many ask for the same costly thing at once. Nothing was done; a moment later it may be. */
public final class BusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BusyException(String message) {
    super(message);
  }
}
