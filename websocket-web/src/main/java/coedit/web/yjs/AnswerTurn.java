package coedit.web.yjs;

import coedit.model.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer to step 1 under way, however often a peer asks: an answer may be the whole document
 * and is not counted among what may wait for a socket. Of the questions that come meanwhile the
 * latest stands for all. Guarded by its document's lock.
 */
final class AnswerTurn {

  private boolean underWay;
  private @Nullable Payload next;

  /** An answer is under way that nobody asked for in particular: the join's. */
  void begins() {
    underWay = true;
  }

  /** Whether this question is to be asked now; otherwise it waits for {@link #left}. */
  boolean takes(Payload version) {
    if (underWay) {
      next = version;
      return false;
    }
    underWay = true;
    return true;
  }

  /** The answer has left for the peer: the question to ask now, if one came meanwhile. */
  Optional<Payload> left() {
    Optional<Payload> waiting = Optional.ofNullable(next);
    next = null;
    underWay = waiting.isPresent();
    return waiting;
  }
}
