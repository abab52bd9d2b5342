package coedit.web.yjs;

import coedit.core.service.ByteBudget;
import coedit.model.Payload;
import coedit.web.socket.SocketLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session's updates on their way to the core: one batch is under way, the others wait and go
 * together when it is settled. A batch that is refused goes once more one by one, so that what is
 * wrong with one update costs that one. Numbers are never used twice. Confined to its document's
 * lock.
 */
final class UpdateQueue {

  private static final int BATCH_BYTES = 256 * 1024;

  private final SocketLimits limits;
  private final ByteBudget.Share ofUser;
  private final Deque<Payload> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private @Nullable Batch underWay;
  private long nextSequence;
  private int oneByOne;

  /** Updates under way; the first has this number, the others count up from it. */
  record Batch(long first, List<Payload> updates) {
    long last() {
      return first + updates.size() - 1;
    }
  }

  /**
   * An empty queue.
   *
   * @param ofUser where what waits is counted with everybody's
   */
  UpdateQueue(SocketLimits limits, ByteBudget.Share ofUser, long nextSequence) {
    this.limits = limits;
    this.ofUser = ofUser;
    this.nextSequence = nextSequence;
  }

  boolean isIdle() {
    return underWay == null && waiting.isEmpty();
  }

  /** False when too much waits already; then it does not wait. */
  boolean add(Payload update) {
    if (waiting.size() >= limits.dialects().updates()
        || waitingBytes + update.size() > limits.dialects().updateBytes()
        || !ofUser.take(update.size())) {
      return false;
    }
    waiting.add(update);
    waitingBytes += update.size();
    return true;
  }

  /** The next batch to submit, unless one is under way or nothing waits. */
  Optional<Batch> next() {
    if (underWay != null || waiting.isEmpty()) {
      return Optional.empty();
    }
    List<Payload> updates = new ArrayList<>();
    int most = oneByOne > 0 ? 1 : limits.decode().maxOperations();
    long bytes = 0;
    while (updates.size() < most
        && !waiting.isEmpty()
        && (updates.isEmpty() || bytes + waiting.element().size() <= BATCH_BYTES)) {
      Payload update = waiting.remove();
      bytes += update.size();
      updates.add(update);
    }
    waitingBytes -= bytes;
    ofUser.give(bytes);
    oneByOne = Math.max(0, oneByOne - 1);
    Batch batch = new Batch(nextSequence, List.copyOf(updates));
    nextSequence = batch.last() + 1;
    underWay = batch;
    return Optional.of(batch);
  }

  /**
   * Everything up to this number is settled.
   *
   * @return how many updates that settles now
   */
  int settledUpTo(long sequence) {
    Batch batch = underWay;
    if (batch == null || batch.last() > sequence) {
      return 0;
    }
    underWay = null;
    return batch.updates().size();
  }

  /** The batch under way, if it begins with this number; it is under way no longer. */
  Optional<Batch> refused(long first) {
    Batch batch = underWay;
    if (batch == null || batch.first() != first) {
      return Optional.empty();
    }
    underWay = null;
    return Optional.of(batch);
  }

  /** Puts a refused batch back to the front. */
  void again(Batch batch, boolean singly) {
    List<Payload> updates = batch.updates();
    for (int i = updates.size() - 1; i >= 0; i--) {
      waiting.addFirst(updates.get(i));
      waitingBytes += updates.get(i).size();
      ofUser.takeBack(updates.get(i).size());
    }
    if (singly) {
      oneByOne = updates.size();
    }
  }

  /** Nothing is submitted any more. */
  void end() {
    ofUser.give(waitingBytes);
    waitingBytes = 0;
    waiting.clear();
  }
}
