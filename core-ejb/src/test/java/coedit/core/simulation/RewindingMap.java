package coedit.core.simulation;

import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The shared map: calls take their time, run twice, fail after having run, and entries go back to
 * any earlier value or vanish.
 */
final class RewindingMap implements SequencingMap {

  private final Schedule schedule;
  private final Random random;
  private final Plan plan;
  private final Map<DocumentId, SequencingEntry> entries = new HashMap<>();
  private final Map<DocumentId, List<SequencingEntry>> past = new HashMap<>();
  boolean faults = true;

  RewindingMap(Schedule schedule, Random random, Plan plan) {
    this.plan = plan;
    this.schedule = schedule;
    this.random = random;
  }

  @Override
  public CompletionStage<Answer> append(
      DocumentId document, int shard, SequencingEntry.Append request) {
    return call(
        () -> {
          SequencingEntry entry = entries.get(document);
          if (entry == null) {
            return new Answer.Recover();
          }
          SequencingEntry.Decision decision = entry.append(request);
          put(document, decision.entry());
          return decision.answer();
        });
  }

  @Override
  public CompletionStage<Boolean> install(DocumentId document, int shard, SequencingEntry entry) {
    return call(
        () -> {
          SequencingEntry old = entries.get(document);
          if (old != null && !old.yieldsTo(entry)) {
            return false;
          }
          put(document, old == null ? entry : entry.withAccessEpoch(old.accessEpoch()));
          return true;
        });
  }

  @Override
  public CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected) {
    return call(() -> {
          entries.remove(document, expected);
          return true;
        })
        .thenAccept(done -> {});
  }

  @Override
  public int size() {
    return entries.size();
  }

  private void put(DocumentId document, SequencingEntry entry) {
    entries.put(document, entry);
    past.computeIfAbsent(document, d -> new ArrayList<>()).add(entry);
  }

  /** One document's entry becomes what it was once, or goes. */
  void rewind(DocumentId document) {
    if (!plan.has(Trouble.REWINDS)) {
      return;
    }
    List<SequencingEntry> earlier = past.getOrDefault(document, List.of());
    if (earlier.isEmpty() || random.nextInt(4) == 0) {
      entries.remove(document);
    } else {
      int back = Math.min(earlier.size(), 1 + random.nextInt(8));
      entries.put(document, earlier.get(earlier.size() - back));
    }
  }

  private <T> CompletionStage<T> call(Supplier<T> processor) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    schedule.soon(
        () -> {
          T result = processor.get();
          int dice = faults && plan.has(Trouble.BAD_ANSWERS) ? random.nextInt(100) : 99;
          if (dice < 2) {
            result = processor.get();
          }
          T last = result;
          if (dice >= 2 && dice < 4) {
            schedule.soon(() -> answer.completeExceptionally(new IllegalStateException("lost")));
          } else {
            schedule.soon(() -> answer.complete(last));
          }
        });
    return answer;
  }
}
