package coedit.core.service;

/** What is stored of a document is not what was committed. Nothing was done. */
public final class DamagedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DamagedException(Throwable cause) {
    super("what is stored of this document is damaged", cause);
  }
}
