package coedit.core.lane;

import coedit.core.commit.CommitEnd;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * What the committer has of a lane, and what became of it: to be seen also when the lane does not
 * come back from a call of its document's type. Any thread may call.
 */
final class InHand {

  private final LongConsumer announce;
  private final Set<LaneBatch> batches = ConcurrentHashMap.newKeySet();
  private volatile long durable;
  private volatile boolean lost;

  /**
   * @param announce told, once the lane is lost, up to which revision its document is stored
   */
  InHand(LongConsumer announce) {
    this.announce = announce;
  }

  void handedOver(LaneBatch batch) {
    batches.add(batch);
  }

  /**
   * From the committing thread, in the order of revisions; only the first end of a batch counts.
   */
  void ended(LaneBatch batch, CommitEnd end) {
    if (batches.contains(batch) && end instanceof CommitEnd.Durable) {
      durable = batch.lastRevision();
      announceIfLost();
    }
    batches.remove(batch);
  }

  /** The lane cannot tell what was committed: from now on it is told from here. */
  void lose() {
    lost = true;
    announceIfLost();
  }

  private void announceIfLost() {
    if (lost && durable > 0) {
      announce.accept(durable);
    }
  }

  /** Whether the lane's word does not count any more, whatever it comes back with. */
  boolean isLost() {
    return lost;
  }

  /** How many batches are on their way into the log. */
  int size() {
    return batches.size();
  }

  /** Whether nothing is on its way into the log. */
  boolean isEmpty() {
    return batches.isEmpty();
  }
}
