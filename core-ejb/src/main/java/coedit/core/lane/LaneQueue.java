package coedit.core.lane;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** What waits in a lane, in order of arrival, also after some of it was taken back. Bounded. */
final class LaneQueue {

  private final LaneSettings settings;
  private final PriorityQueue<Waiting> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.turn(), b.turn()));
  private long bytes;
  private long turns;

  LaneQueue(LaneSettings settings) {
    this.settings = settings;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Queues a new arrival; false when too much waits already. */
  boolean offer(Waiting arrival) {
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

  private void put(Waiting waiting) {
    queue.add(waiting);
    bytes += waiting.submission().bytes();
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
