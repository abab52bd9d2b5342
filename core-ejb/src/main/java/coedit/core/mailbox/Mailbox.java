package coedit.core.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An unbounded queue whose owner handles everything that waits, in order, on one thread at a time.
 * Bounds are the owner's matter: it knows which messages may be refused. Any thread may offer.
 *
 * @param <M> the messages
 */
public final class Mailbox<M> {

  private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());

  /** How many messages one turn takes before others on the same executor get theirs. */
  private static final int TURN = 256;

  private final Executor executor;
  private final Consumer<List<M>> owner;
  private final ConcurrentLinkedQueue<M> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /**
   * @param owner handles a batch of messages; must not throw and must not block
   */
  public Mailbox(Executor executor, Consumer<List<M>> owner) {
    this.executor = executor;
    this.owner = owner;
  }

  public void offer(M message) {
    waiting.add(message);
    if (size.getAndIncrement() == 0) {
      executor.execute(this::turn);
    }
  }

  /** Handles messages one by one; one that fails costs the others nothing. */
  public static <M> void each(List<M> messages, Consumer<M> handler) {
    for (M message : messages) {
      try {
        handler.accept(message);
      } catch (RuntimeException | Error bug) {
        LOG.log(System.Logger.Level.ERROR, () -> "failed on " + message.getClass(), bug);
      }
    }
  }

  /** About how many messages wait. */
  public int size() {
    return size.get();
  }

  private void turn() {
    List<M> batch = new ArrayList<>();
    M message;
    while (batch.size() < TURN && (message = waiting.poll()) != null) {
      batch.add(message);
    }
    try {
      owner.accept(batch);
    } finally {
      if (size.addAndGet(-batch.size()) > 0) {
        executor.execute(this::turn);
      }
    }
  }
}
