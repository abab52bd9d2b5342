package coedit.core.service;

/** Too many ask for the same costly thing at once. Nothing was done; a moment later it may be. */
public final class BusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String limit;

  /**
   * @param limit which kept it out, as {@code docs/operations.md} names it
   * @param what there is too much of, as words
   */
  public BusyException(String limit, String what) {
    super(what);
    this.limit = limit;
  }

  /** Which limit kept it out. */
  public String limit() {
    return limit;
  }
}
