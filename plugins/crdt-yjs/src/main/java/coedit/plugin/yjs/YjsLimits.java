package coedit.plugin.yjs;

/**
 * How much one document may hold.
 *
 * @param maxBytes of the document as one update
 * @param maxClients each opened browser tab that writes is one
 * @param maxWaitingBytes of structs that wait for others that have not come
 * @param maxWaitingStructs of these structs, runs joined
 */
public record YjsLimits(long maxBytes, int maxClients, int maxWaitingBytes, int maxWaitingStructs) {

  /** 16 MiB, 100,000 clients, and 256 KiB or 4,000 structs waiting. */
  public static final YjsLimits DEFAULT = new YjsLimits(16L << 20, 100_000, 256 << 10, 4_000);

  public YjsLimits {
    if (maxBytes < 1 || maxClients < 1 || maxWaitingBytes < 0 || maxWaitingStructs < 0) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}
