package coedit.core.cluster.hazelcast;

import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The map of sequencing entries in Hazelcast. */
final class HazelcastSequencingMap implements SequencingMap {

  private static final System.Logger LOG = System.getLogger(HazelcastSequencingMap.class.getName());

  private final IMap<EntryKey, SequencingEntry> entries;

  HazelcastSequencingMap(IMap<EntryKey, SequencingEntry> entries) {
    this.entries = entries;
  }

  @Override
  public CompletionStage<Answer> append(
      DocumentId document, int shard, SequencingEntry.Append request) {
    return submit(document, shard, new EntryChange.Action.Append(request));
  }

  @Override
  public CompletionStage<Boolean> install(DocumentId document, int shard, SequencingEntry entry) {
    return put(document, shard, entry)
        .thenCompose(
            done ->
                done ? CompletableFuture.completedFuture(true) : replace(document, shard, entry));
  }

  private CompletionStage<Boolean> put(DocumentId document, int shard, SequencingEntry entry) {
    return submit(document, shard, new EntryChange.Action.Install(entry))
        .thenApply(answer -> answer instanceof Answer.Assigned);
  }

  /**
   * What nobody can read nobody can change either, and its document would never open again. It may
   * go: the map orders, the database decides.
   */
  private CompletionStage<Boolean> replace(DocumentId document, int shard, SequencingEntry entry) {
    EntryKey key = new EntryKey(document, shard);
    return entries
        .getAsync(key)
        .handle((present, failure) -> isUnreadable(failure))
        .thenCompose(
            unreadable ->
                unreadable
                    ? entries.deleteAsync(key).thenCompose(gone -> put(document, shard, entry))
                    : CompletableFuture.completedFuture(false));
  }

  private static boolean isUnreadable(@Nullable Throwable failure) {
    return failure instanceof HazelcastSerializationException
        || (failure != null && failure.getCause() instanceof HazelcastSerializationException);
  }

  @Override
  public CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch) {
    return submit(document, shard, new EntryChange.Action.RaiseAccessEpoch(accessEpoch))
        .thenAccept(
            answer -> {
              if (answer instanceof Answer.Recover) {
                LOG.log(
                    System.Logger.Level.WARNING,
                    "document "
                        + document
                        + ": its entry could not be told of changed grants; the"
                        + " end of its shard's lease shuts out what was let through before");
              }
            });
  }

  @Override
  public CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected) {
    return submit(document, shard, new EntryChange.Action.Remove(expected))
        .thenAccept(answer -> {});
  }

  /** Those that it owns; copies of others' entries are not counted. */
  @Override
  public int size() {
    return Math.toIntExact(entries.getLocalMapStats().getOwnedEntryCount());
  }

  private CompletionStage<Answer> submit(
      DocumentId document, int shard, EntryChange.Action action) {
    return entries.submitToKey(new EntryKey(document, shard), new EntryChange(action));
  }
}
