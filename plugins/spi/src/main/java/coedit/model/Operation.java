package coedit.model;

/**
 * One change at its place in the document's total order. Never changes once anyone has seen it
 * (INV-4).
 *
 * @param revision its position, from 1 without gaps (INV-3)
 * @param name the client that made it and that client's count
 * @param author the signed-in user
 * @param base the revision its author had seen when making it
 * @param provenance what the server notes beside it
 * @param payload the change as resolved at {@code revision - 1}
 */
public record Operation(
    long revision,
    OperationName name,
    String author,
    long base,
    Provenance provenance,
    Payload payload) {

  public Operation {
    if (revision < 1 || base < 0 || base >= revision) {
      throw new IllegalArgumentException("revision " + revision + " on base " + base);
    }
  }
}
