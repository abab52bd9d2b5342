package coedit.model;

/**
 * Names one operation inside its document, for ever (INV-2): the client that made it and that
 * client's own count, from 1 without gaps.
 */
public record OperationName(ClientId client, long sequence) {

  public OperationName {
    if (sequence < 1) {
      throw new IllegalArgumentException("a client sequence starts at 1, not " + sequence);
    }
  }
}
