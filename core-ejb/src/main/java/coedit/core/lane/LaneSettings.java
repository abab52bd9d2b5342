package coedit.core.lane;

import java.time.Duration;

/**
 * Bounds of a lane.
 *
 * @param maxPendingOperations most operations assigned and not yet committed, per document
 * @param maxPendingBytes most bytes of them
 * @param maxWaiting most submissions waiting for their turn, per document
 * @param maxWaitingBytes most bytes of them
 * @param maxPayloadBytes largest payload of one operation
 * @param maxRebase how far behind the head a base may be, in operations
 * @param snapshotOperations a snapshot is taken after so many operations
 * @param snapshotBytes or after so many bytes of operations
 * @param idle an idle document leaves memory after this
 */
public record LaneSettings(
    int maxPendingOperations,
    long maxPendingBytes,
    int maxWaiting,
    long maxWaitingBytes,
    int maxPayloadBytes,
    int maxRebase,
    int snapshotOperations,
    long snapshotBytes,
    Duration idle) {

  /** The documented defaults. */
  public static LaneSettings defaults() {
    return new LaneSettings(
        200, 2L << 20, 1_000, 4L << 20, 1 << 20, 1_000, 500, 1L << 20, Duration.ofSeconds(60));
  }
}
