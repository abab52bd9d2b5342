package coedit.plugin.yjs.open;

/**
 * An update asks for more than a document may take. The document stays valid: it has all of the
 * update's structs that came before the one that was too much, as if only those had arrived.
 */
public final class CapacityException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason what there is too much of
   */
  public CapacityException(String reason) {
    super(reason, null, false, false);
  }
}
