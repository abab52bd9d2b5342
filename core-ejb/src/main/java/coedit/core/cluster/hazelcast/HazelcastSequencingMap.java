package coedit.core.cluster.hazelcast;

import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import com.hazelcast.map.IMap;
import java.util.concurrent.CompletionStage;

/** The map of sequencing entries in Hazelcast. */
final class HazelcastSequencingMap implements SequencingMap {

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
    return submit(document, shard, new EntryChange.Action.Install(entry))
        .thenApply(answer -> answer instanceof Answer.Assigned);
  }

  @Override
  public CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch) {
    return submit(document, shard, new EntryChange.Action.RaiseAccessEpoch(accessEpoch))
        .thenAccept(answer -> {});
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
