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
 * The shared map: calls take their time, run twice, fail after having run, are never answered, and
 * entries go back to any earlier value or vanish. Whoever is cut off has a copy of its own.
 */
final class RewindingMap {

  private final Schedule schedule;
  private final Random random;
  private final Plan plan;
  private Map<DocumentId, SequencingEntry> entries = new HashMap<>();
  private Map<DocumentId, SequencingEntry> cutOff = new HashMap<>();
  private final Map<DocumentId, List<SequencingEntry>> past = new HashMap<>();
  boolean faults = true;

  /** Nobody is answered for a while. */
  boolean silent;

  RewindingMap(Schedule schedule, Random random, Plan plan) {
    this.plan = plan;
    this.schedule = schedule;
    this.random = random;
  }

  /** Somebody is alone with the backups that it has. */
  void cut(List<DocumentId> documents) {
    cutOff = new HashMap<>(entries);
    documents.forEach(document -> rewind(cutOff, document));
  }

  /** No member is there any more. */
  void clear() {
    entries = new HashMap<>();
    cutOff = new HashMap<>();
    past.clear();
  }

  /** One half's entries stay; the other's are thrown away. */
  void merge() {
    entries = random.nextBoolean() ? entries : cutOff;
    cutOff = new HashMap<>();
  }

  /** One document's entry becomes what it was once, or goes. */
  void rewind(DocumentId document) {
    rewind(entries, document);
  }

  private void rewind(Map<DocumentId, SequencingEntry> where, DocumentId document) {
    if (!plan.has(Trouble.REWINDS)) {
      return;
    }
    List<SequencingEntry> earlier = past.getOrDefault(document, List.of());
    if (earlier.isEmpty() || random.nextInt(4) == 0) {
      where.remove(document);
    } else {
      where.put(document, earlier.get(random.nextInt(earlier.size())));
    }
  }

  /** The map as one member sees it. */
  final class View implements SequencingMap {

    private final Network.View whose;
    private final Runnable await;

    /**
     * @param await called wherever the member may crash
     */
    View(Network.View whose, Runnable await) {
      this.whose = whose;
      this.await = await;
    }

    private Map<DocumentId, SequencingEntry> here() {
      return whose.isCutOff() ? cutOff : entries;
    }

    @Override
    public CompletionStage<Answer> append(
        DocumentId document, int shard, SequencingEntry.Append request) {
      return call(
          () -> {
            SequencingEntry entry = here().get(document);
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
            SequencingEntry old = here().get(document);
            if (old != null && !old.yieldsTo(entry)) {
              return false;
            }
            put(document, old == null ? entry : entry.withAccessEpoch(old.accessEpoch()));
            return true;
          });
    }

    @Override
    public CompletionStage<Void> raiseAccessEpoch(
        DocumentId document, int shard, long accessEpoch) {
      return call(() -> {
            SequencingEntry entry = here().get(document);
            if (entry != null) {
              put(document, entry.withAccessEpoch(accessEpoch));
            }
            return true;
          })
          .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected) {
      return call(() -> {
            here().remove(document, expected);
            return true;
          })
          .thenAccept(done -> {});
    }

    @Override
    public int size() {
      return here().size();
    }

    private void put(DocumentId document, SequencingEntry entry) {
      here().put(document, entry);
      past.computeIfAbsent(document, d -> new ArrayList<>()).add(entry);
    }

    private <T> CompletionStage<T> call(Supplier<T> processor) {
      await.run();
      CompletableFuture<T> answer = new CompletableFuture<>();
      schedule.soon(() -> process(processor, answer));
      await.run();
      return answer;
    }

    private <T> void process(Supplier<T> processor, CompletableFuture<T> answer) {
      int dice = faults ? random.nextInt(400) : 399;
      boolean unheard = plan.has(Trouble.SILENT_MAP) && (silent || dice >= 16 && dice < 18);
      if (unheard && random.nextBoolean()) {
        return;
      }
      T result = processor.get();
      if (unheard) {
        return;
      }
      boolean bad = plan.has(Trouble.BAD_ANSWERS);
      if (bad && dice < 8) {
        result = processor.get();
      }
      T last = result;
      if (bad && dice >= 8 && dice < 16) {
        schedule.soon(() -> answer.completeExceptionally(new IllegalStateException("lost")));
      } else {
        schedule.soon(() -> answer.complete(last));
      }
    }
  }
}
