package coedit.model;

/**
 * A document's state at a revision: equal to replaying the log from 0 to it (INV-9).
 *
 * @param revision the last operation the state contains; 0 is the empty document
 * @param typeVersion the version of the document type that wrote {@code content}
 * @param content the state in the document type's own form
 */
public record Snapshot(long revision, int typeVersion, Payload content) {

  public Snapshot {
    if (revision < 0) {
      throw new IllegalArgumentException("revision " + revision);
    }
  }
}
