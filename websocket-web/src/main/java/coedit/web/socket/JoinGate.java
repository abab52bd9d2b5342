package coedit.web.socket;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few joins of one socket be under way at a time, from the question to the core until the
 * document leaves for the peer; the others wait their turn. So a client that opens sixty documents
 * after a reconnect costs the memory of a few, however slowly it reads.
 */
public final class JoinGate {

  /** A document to be joined. */
  public interface Guest {

    /** Asks the core; called once. */
    void start();
  }

  private final ArrayDeque<Guest> waiting = new ArrayDeque<>();
  private int free;

  public JoinGate(int places) {
    this.free = places;
  }

  /** Starts this join now or when a place is free. */
  public void enter(Guest document) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(document);
        return;
      }
      free--;
    }
    document.start();
  }

  /** Gives a place back. */
  public void leave() {
    Guest next = next();
    if (next != null) {
      next.start();
    }
  }

  /** Takes a join back that may still wait here. */
  public synchronized void cancel(Guest document) {
    waiting.remove(document);
  }

  /** How many joins wait for their turn. */
  public synchronized int waiting() {
    return waiting.size();
  }

  private synchronized @Nullable Guest next() {
    Guest next = waiting.poll();
    if (next == null) {
      free++;
    }
    return next;
  }
}
