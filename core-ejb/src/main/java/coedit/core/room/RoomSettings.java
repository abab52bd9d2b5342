package coedit.core.room;

import java.time.Duration;

/**
 * Bounds of a room.
 *
 * @param tailOperations most operations kept for resuming sessions
 * @param tailBytes most bytes of them, and as much again of those that came before their turn
 * @param maxEarly most operations kept that came before their turn
 * @param joinTail a joining session gets at most so many operations after the snapshot
 * @param maxInFlight most unsettled submissions of one session
 * @param resend an unsettled submission is sent again after this silence
 * @param idle an empty room leaves memory after this
 * @param presencePause presence is sent on at most once per this time
 * @param presenceTtl another member's session disappears after this silence
 * @param openBytes about what all open documents of this member may take, before joins that would
 *     open another one are refused
 */
public record RoomSettings(
    int tailOperations,
    long tailBytes,
    int maxEarly,
    int joinTail,
    int maxInFlight,
    Duration resend,
    Duration idle,
    Duration presencePause,
    Duration presenceTtl,
    long openBytes) {

  private static final int SHARE_OF_HEAP = 4;

  /** The documented defaults. */
  public static RoomSettings defaults() {
    return new RoomSettings(
        2_000,
        1L << 20,
        2_000,
        200,
        64,
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        Duration.ofMillis(50),
        Duration.ofSeconds(30),
        Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }
}
