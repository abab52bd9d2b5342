package coedit.core.sequence;

import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingEntry.Append;
import coedit.model.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A map that does what it is asked, and need not say so. */
public final class SilentMap implements SequencingMap {

  private final SequencingMap map = new LocalSequencingMap();
  private final List<Runnable> answers = new ArrayList<>();
  public boolean silent;
  volatile boolean ended;
  public int asked;

  private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> question) {
    asked++;
    if (ended) {
      throw new IllegalStateException("ended");
    }
    CompletionStage<T> answered = question.get();
    if (!silent) {
      return answered;
    }
    CompletableFuture<T> later = new CompletableFuture<>();
    answers.add(() -> answered.thenAccept(later::complete));
    return later;
  }

  /** Says now what it has kept to itself. */
  public void answerAll() {
    silent = false;
    answers.forEach(Runnable::run);
    answers.clear();
  }

  @Override
  public CompletionStage<Answer> append(DocumentId document, int shard, Append request) {
    return call(() -> map.append(document, shard, request));
  }

  @Override
  public CompletionStage<Boolean> install(DocumentId document, int shard, SequencingEntry entry) {
    return call(() -> map.install(document, shard, entry));
  }

  @Override
  public CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch) {
    return call(() -> map.raiseAccessEpoch(document, shard, accessEpoch));
  }

  @Override
  public CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected) {
    return call(() -> map.remove(document, shard, expected));
  }

  @Override
  public int size() {
    return map.size();
  }
}
