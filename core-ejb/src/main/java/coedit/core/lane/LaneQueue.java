package coedit.core.lane;

import coedit.core.cluster.MemberId;
import coedit.model.OperationName;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What waits in a lane, in order of arrival, also after some of it was taken back. Bounded. */
final class LaneQueue {

  private final LaneSettings settings;
  private final PriorityQueue<Waiting> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.turn(), b.turn()));
  private final Set<Key> waiting = new HashSet<>();
  private long bytes;
  private long turns;

  /** What makes an arrival the repetition of another one, to be answered once. */
  private record Key(MemberId origin, OperationName first, int digest) {
    static Key of(Waiting waiting) {
      Submission submission = waiting.submission();
      return new Key(waiting.origin(), submission.first(), submission.digest());
    }
  }

  LaneQueue(LaneSettings settings) {
    this.settings = settings;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /**
   * Queues a new arrival, unless the same one waits already: members send again what is not
   * answered for a while.
   *
   * @return false when too much waits already
   */
  boolean offer(Waiting arrival) {
    if (waiting.contains(Key.of(arrival))) {
      return true;
    }
    if (queue.size() >= settings.maxWaiting() || bytes >= settings.maxWaitingBytes()) {
      return false;
    }
    put(arrival.atTurn(++turns));
    return true;
  }

  /** Puts something back to the place it had. */
  void putBack(Waiting earlier) {
    put(earlier);
  }

  Waiting peek() {
    return queue.element();
  }

  Waiting take() {
    Waiting next = queue.remove();
    waiting.remove(Key.of(next));
    bytes -= next.submission().bytes();
    return next;
  }

  /** Empties the queue. */
  List<Waiting> takeAll() {
    List<Waiting> all = new ArrayList<>(queue.size());
    while (!queue.isEmpty()) {
      all.add(take());
    }
    return all;
  }

  /** What the lane holds, with what it keeps of the document. */
  LaneLoad load(@Nullable OpenDocument document) {
    return document == null
        ? new LaneLoad(queue.size(), bytes, 0, 0, 0, 0)
        : new LaneLoad(
            queue.size(),
            bytes,
            document.pendingOperations(),
            document.pendingBytes(),
            document.stateBytes(),
            document.tailBytes());
  }

  private void put(Waiting arrival) {
    queue.add(arrival);
    waiting.add(Key.of(arrival));
    bytes += arrival.submission().bytes();
  }

  /** For tests: the bytes are those of what waits. */
  void checkInvariants() {
    long sum = 0;
    for (Iterator<Waiting> it = queue.iterator(); it.hasNext(); ) {
      sum += it.next().submission().bytes();
    }
    if (sum != bytes) {
      throw new IllegalStateException(bytes + " bytes counted, " + sum + " waiting");
    }
  }
}
