package coedit.web.yjs;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages that a client may send beyond its rate because it was sent as many: clients repeat to
 * the server what it tells them of others, and one that has fifty lively documents open on a socket
 * would be sent away for what others do. Thread-safe.
 */
final class Repeats {

  private final int most;
  private final AtomicInteger allowed = new AtomicInteger();

  /**
   * @param most of them that are saved up
   */
  Repeats(int most) {
    this.most = most;
  }

  void add() {
    allowed.updateAndGet(before -> Math.min(before + 1, most));
  }

  boolean take() {
    return allowed.getAndUpdate(before -> Math.max(before - 1, 0)) > 0;
  }
}
