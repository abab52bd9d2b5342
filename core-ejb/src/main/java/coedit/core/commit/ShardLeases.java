package coedit.core.commit;

import coedit.persistence.Lease;
import coedit.persistence.OperationLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The leases this member holds. A lease is taken at a shard's first touch and dropped when a commit
 * was fenced, its outcome is unknown, or the lane saw the map go back in time. Any thread may call.
 */
public final class ShardLeases {

  private final OperationLog log;
  private final String owner;
  private final Executor blocking;
  private final ConcurrentHashMap<Integer, CompletableFuture<Lease>> leases =
      new ConcurrentHashMap<>();
  private final LongAdder taken = new LongAdder();

  /**
   * @param owner this member's name, for people who read the table
   * @param blocking runs the database calls
   */
  public ShardLeases(OperationLog log, String owner, Executor blocking) {
    this.log = log;
    this.owner = owner;
    this.blocking = blocking;
  }

  /** The lease of a shard, taken now if this member does not hold it. */
  public CompletionStage<Lease> ensure(int shard) {
    CompletableFuture<Lease> fresh = new CompletableFuture<>();
    CompletableFuture<Lease> held = leases.putIfAbsent(shard, fresh);
    if (held != null) {
      return held;
    }
    blocking.execute(() -> acquire(shard, fresh));
    return fresh;
  }

  private void acquire(int shard, CompletableFuture<Lease> promise) {
    try {
      promise.complete(log.acquire(shard, owner));
      taken.increment();
    } catch (RuntimeException | Error failed) {
      leases.remove(shard, promise);
      promise.completeExceptionally(failed);
    }
  }

  /** The lease of that epoch as it stands, if it is still held. */
  Optional<Lease> current(int shard, long epoch) {
    Lease lease = held(leases.get(shard));
    return lease != null && lease.epoch() == epoch ? Optional.of(lease) : Optional.empty();
  }

  /** Counts a commit, so that the next fence fits. */
  void committed(Lease before) {
    Lease after = new Lease(before.shard(), before.epoch(), before.commits() + 1);
    leases.computeIfPresent(
        before.shard(),
        (shard, promise) ->
            before.equals(held(promise)) ? CompletableFuture.completedFuture(after) : promise);
  }

  /** Gives up the lease of that epoch; another one, held or being taken, is left alone. */
  public void drop(int shard, long epoch) {
    leases.computeIfPresent(
        shard,
        (number, promise) -> {
          Lease lease = held(promise);
          return lease != null && lease.epoch() == epoch ? null : promise;
        });
  }

  /** Gives up the leases of shards that belong to others now. */
  public void dropUnless(IntPredicate owned) {
    leases.keySet().removeIf(shard -> !owned.test(shard));
  }

  /** How many leases this member holds, or is taking; for the gauge. */
  public int size() {
    return leases.size();
  }

  /** How many leases were taken since the start: after the first of each shard, recoveries. */
  public long taken() {
    return taken.sum();
  }

  private static @Nullable Lease held(@Nullable CompletableFuture<Lease> promise) {
    return promise == null || promise.isCompletedExceptionally() ? null : promise.getNow(null);
  }
}
