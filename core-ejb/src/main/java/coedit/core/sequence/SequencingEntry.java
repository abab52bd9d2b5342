package coedit.core.sequence;

/**
 * Step 5 of an edit. A document's place in the distributed map: the one order of its operations.
 *
 * @param epoch the shard lease under which the owner installed this entry
 * @param head the last revision assigned
 * @param persisted the last revision that the owner reported as committed; may lag
 * @param accessEpoch grows with each change of the document's grants (INV-11)
 */
public record SequencingEntry(long epoch, long head, long persisted, long accessEpoch) {

  public SequencingEntry {
    if (persisted < 0 || persisted > head) {
      throw new IllegalArgumentException("persisted " + persisted + " of " + head);
    }
  }

  /**
   * What a lane asks for: the next {@code count} revisions.
   *
   * @param epoch the lease the lane works under
   * @param head what the lane remembers of the entry
   * @param persisted what the lane remembers of the entry
   * @param nowPersisted what has been committed meanwhile
   * @param accessEpoch the grants under which the authors were let through
   * @param count how many revisions
   */
  public record Append(
      long epoch, long head, long persisted, long nowPersisted, long accessEpoch, int count) {}

  /** The map's answer. */
  public sealed interface Answer {

    /** Revisions {@code from} to {@code to} are the lane's. */
    record Assigned(long from, long to) implements Answer {}

    /** The grants have changed: check the authors again and ask with this epoch. */
    record Recheck(long accessEpoch) implements Answer {}

    /** No entry, another lease's entry, or not the one the lane remembers: start from the store. */
    record Recover() implements Answer {}
  }

  /** The answer, and the entry afterwards. */
  public record Decision(Answer answer, SequencingEntry entry) {}

  /** Decides on an append; this entry stays as it is. */
  public Decision append(Append request) {
    boolean remembered =
        epoch == request.epoch() && head == request.head() && persisted == request.persisted();
    if (!remembered || request.nowPersisted() > head || request.nowPersisted() < persisted) {
      return new Decision(new Answer.Recover(), this);
    }
    if (accessEpoch > request.accessEpoch()) {
      return new Decision(new Answer.Recheck(accessEpoch), this);
    }
    long to = head + request.count();
    return new Decision(
        new Answer.Assigned(head + 1, to),
        new SequencingEntry(epoch, to, request.nowPersisted(), accessEpoch));
  }

  /** This entry after the grants have changed. */
  public SequencingEntry withAccessEpoch(long changed) {
    return new SequencingEntry(epoch, head, persisted, Math.max(accessEpoch, changed));
  }

  /** Whether {@code candidate} may take this entry's place: only a later lease's may. */
  public boolean yieldsTo(SequencingEntry candidate) {
    return candidate.epoch() >= epoch;
  }
}
