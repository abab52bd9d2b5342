package coedit.core.member;

import coedit.core.sequence.LocalSequencingMap;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A map whose calls are done when the executor comes to them, in whatever order that is. */
final class LateMap implements SequencingMap {

  private final SequencingMap map = new LocalSequencingMap();
  private final Executor executor;

  LateMap(Executor executor) {
    this.executor = executor;
  }

  private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> call) {
    return CompletableFuture.runAsync(() -> {}, executor).thenCompose(done -> call.get());
  }

  @Override
  public CompletionStage<Answer> append(
      DocumentId document, int shard, SequencingEntry.Append request) {
    return later(() -> map.append(document, shard, request));
  }

  @Override
  public CompletionStage<Boolean> install(DocumentId document, int shard, SequencingEntry entry) {
    return later(() -> map.install(document, shard, entry));
  }

  @Override
  public CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch) {
    return later(() -> map.raiseAccessEpoch(document, shard, accessEpoch));
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected) {
    return later(() -> map.remove(document, shard, expected));
  }
}
