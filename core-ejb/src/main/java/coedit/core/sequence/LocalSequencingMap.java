package coedit.core.sequence;

import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingEntry.Append;
import coedit.model.DocumentId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The map of a server that stands alone: the same decisions, in this JVM. */
public final class LocalSequencingMap implements SequencingMap {

  private final ConcurrentHashMap<DocumentId, SequencingEntry> entries = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Answer> append(DocumentId document, int shard, Append request) {
    AtomicReference<Answer> answer = new AtomicReference<>(new Answer.Recover());
    entries.computeIfPresent(
        document,
        (id, entry) -> {
          SequencingEntry.Decision decision = entry.append(request);
          answer.set(decision.answer());
          return decision.entry();
        });
    return CompletableFuture.completedFuture(answer.get());
  }

  @Override
  public CompletionStage<Boolean> install(DocumentId document, int shard, SequencingEntry entry) {
    AtomicBoolean installed = new AtomicBoolean(true);
    entries.merge(
        document,
        entry,
        (old, fresh) -> {
          installed.set(old.yieldsTo(fresh));
          return installed.get() ? fresh.withAccessEpoch(old.accessEpoch()) : old;
        });
    return CompletableFuture.completedFuture(installed.get());
  }

  @Override
  public CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch) {
    entries.computeIfPresent(document, (id, entry) -> entry.withAccessEpoch(accessEpoch));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected) {
    entries.remove(document, expected);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public int size() {
    return entries.size();
  }
}
