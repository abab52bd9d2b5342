package coedit.core.documents;

import coedit.core.lane.DocumentHistory;
import coedit.core.lane.LoadedDocument;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.persistence.DocumentRecord;
import coedit.persistence.StoreIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * History from a read replica, which may lag: the database itself says how far a document goes, and
 * what the replica does not have yet is read from the database. So nobody is shown less than was
 * acknowledged to them. A replica that fails is left alone for a while. Any thread may call.
 */
public final class ReplicaHistory implements DocumentHistory {

  /** For how long a replica is not asked that has failed, and its identity believed. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(ReplicaHistory.class.getName());

  /** Who has answered, and why. */
  public enum Answered {
    /** The replica. */
    REPLICA,
    /** The database, since the replica lags. */
    LAGGING,
    /** The database, since the replica does not answer, or is one of something else. */
    AWAY
  }

  /**
   * The replica.
   *
   * @param identity asks it which store it holds; throws when there is no answer
   */
  public record Replica(DocumentHistory history, Supplier<StoreIdentity> identity) {}

  private final DocumentHistory database;
  private final ToLongFunction<DocumentId> heads;
  private final Replica replica;
  private final StoreIdentity store;
  private final LongSupplier nanoTime;
  private final Consumer<Answered> counter;
  private volatile long knownUntil;
  private volatile long restsUntil;

  /**
   * History of a store.
   *
   * @param heads asks the database for a document's last revision
   * @param counter is told of each answer
   */
  public ReplicaHistory(
      DocumentHistory database,
      ToLongFunction<DocumentId> heads,
      Replica replica,
      StoreIdentity store,
      LongSupplier nanoTime,
      Consumer<Answered> counter) {
    this.database = database;
    this.heads = heads;
    this.replica = replica;
    this.store = store;
    this.nanoTime = nanoTime;
    this.counter = counter;
    this.knownUntil = nanoTime.getAsLong();
    this.restsUntil = nanoTime.getAsLong();
  }

  @Override
  public LoadedDocument load(DocumentRecord record, long revision) {
    long last = Math.min(revision, heads.applyAsLong(record.id()));
    return asked(
            () -> replica.history().load(record, last),
            loaded -> loaded.head() == Math.max(last, 0))
        .orElseGet(() -> database.load(record, revision));
  }

  @Override
  public List<Operation> read(DocumentId id, long from, long to) {
    long last = Math.min(to, heads.applyAsLong(id));
    return asked(
            () -> replica.history().read(id, from, last),
            read -> read.size() == Math.max(0, last - from + 1))
        .orElseGet(() -> database.read(id, from, to));
  }

  private <T> Optional<T> asked(Supplier<T> question, Predicate<T> complete) {
    if (nanoTime.getAsLong() - restsUntil < 0) {
      counter.accept(Answered.AWAY);
      return Optional.empty();
    }
    try {
      identify();
      T answer = question.get();
      boolean enough = complete.test(answer);
      counter.accept(enough ? Answered.REPLICA : Answered.LAGGING);
      return enough ? Optional.of(answer) : Optional.empty();
    } catch (RuntimeException failed) {
      restsUntil = nanoTime.getAsLong() + PAUSE.toNanos();
      counter.accept(Answered.AWAY);
      LOG.log(
          System.Logger.Level.WARNING,
          "the read replica is not asked for 10 s, the database is: " + failed.getMessage());
      return Optional.empty();
    }
  }

  /** One of another store, or of this one as it was before a restore, has another history. */
  private void identify() {
    if (nanoTime.getAsLong() - knownUntil < 0) {
      return;
    }
    if (!replica.identity().get().equals(store)) {
      throw new IllegalStateException(
          "what coedit.db.replica.url names is no replica of this database");
    }
    knownUntil = nanoTime.getAsLong() + PAUSE.toNanos();
  }
}
