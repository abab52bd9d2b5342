package coedit.core.account;

import coedit.persistence.StoreException;
import coedit.persistence.StoreTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time that sign-ins and tickets are kept by: the database's, so that servers agree about it,
 * however their own clocks are set. It is asked for now and then; in between it goes on with the
 * time that passes here. Thread-safe.
 */
public final class SharedTime implements InstantSource {

  private static final System.Logger LOG = System.getLogger(SharedTime.class.getName());

  /** An answer that took longer says too little. */
  private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();

  private final StoreTime store;
  private final LongSupplier nanoTime;
  private volatile Seen seen;

  /** What the store's clock showed at a moment of this server's. */
  private record Seen(Instant shown, long atNanos, long tookNanos) {}

  /** Looks at the store's clock for the first time; blocks. */
  public SharedTime(StoreTime store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
    this.seen = seen();
  }

  /** To be called every minute or so; blocks. While the store is away time goes on without it. */
  public void look() {
    try {
      Seen now = seen();
      if (now.tookNanos() <= SLOW_NANOS) {
        seen = now;
      }
    } catch (StoreException away) {
      LOG.log(System.Logger.Level.DEBUG, "cannot ask what time it is now", away);
    }
  }

  private Seen seen() {
    long before = nanoTime.getAsLong();
    Instant shown = store.now();
    long took = nanoTime.getAsLong() - before;
    return new Seen(shown, before + took / 2, took);
  }

  @Override
  public Instant instant() {
    Seen last = seen;
    return last.shown().plusNanos(nanoTime.getAsLong() - last.atNanos());
  }
}
