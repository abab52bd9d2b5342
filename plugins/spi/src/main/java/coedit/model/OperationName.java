package coedit.model;

/**
 * Names one operation inside its document, for ever (INV-2): the client that made it and that
 * client's own count, which rises from 1; without gaps where the type needs the tail.
 */
public record OperationName(ClientId client, long sequence) {

  public OperationName {
    if (sequence < 1) {
      throw new IllegalArgumentException("a client sequence starts at 1, not " + sequence);
    }
  }
}
