package coedit.core.lane;

/**
 * What lanes hold at a moment.
 *
 * @param waiting submissions that wait for their turn
 * @param waitingBytes of their payloads
 * @param pending operations that have a revision and are not committed yet
 * @param pendingBytes of their payloads
 * @param stateBytes about what the documents' states take
 * @param tailBytes about what recent operations take, for submissions that build on them
 */
public record LaneLoad(
    int waiting,
    long waitingBytes,
    int pending,
    long pendingBytes,
    long stateBytes,
    long tailBytes) {

  /** Nothing. */
  static final LaneLoad NONE = new LaneLoad(0, 0, 0, 0, 0, 0);

  /** About what the documents take. */
  public long openBytes() {
    return stateBytes + tailBytes;
  }

  LaneLoad plus(LaneLoad other) {
    return new LaneLoad(
        waiting + other.waiting,
        waitingBytes + other.waitingBytes,
        pending + other.pending,
        pendingBytes + other.pendingBytes,
        stateBytes + other.stateBytes,
        tailBytes + other.tailBytes);
  }
}
