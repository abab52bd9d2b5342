package coedit.web.protocol;

/**
 * Bounds on what one message may hold; its length is bounded by whoever collects its frames.
 *
 * @param maxDepth nesting of objects and arrays, the message itself included
 * @param maxOperations operations in one submission
 * @param maxPresenceBytes bytes of one presence state
 */
public record DecodeLimits(int maxDepth, int maxOperations, int maxPresenceBytes) {

  public DecodeLimits {
    if (maxDepth < 4 || maxOperations < 1 || maxPresenceBytes < 2) {
      throw new IllegalArgumentException(
          "depth " + maxDepth + ", operations " + maxOperations + ", presence " + maxPresenceBytes);
    }
  }
}
