package coedit.core.lane;

import coedit.core.commit.CommitEnd;
import coedit.core.commit.PendingBatch;
import coedit.core.sequence.ClientHighs;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.spi.DocumentState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Resolved submissions of one document on their way through map and log, with what they lead to.
 * Sources and answers are touched by the lane only.
 */
final class LaneBatch implements PendingBatch {

  private final OpenDocument document;
  private final List<Waiting> sources;
  private final List<Draft.Answer> answers;
  private final List<Operation> operations;
  private final DocumentState state;
  private final ClientHighs highs;
  private final long reportedPersisted;
  private final BiConsumer<LaneBatch, CommitEnd> end;

  LaneBatch(Draft draft, BiConsumer<LaneBatch, CommitEnd> end) {
    this.document = draft.document();
    this.sources = new ArrayList<>(draft.sources());
    this.answers = new ArrayList<>(draft.answers());
    this.operations = List.copyOf(draft.operations());
    this.state = draft.state();
    this.highs = draft.highs();
    this.reportedPersisted = document.persisted();
    this.end = end;
  }

  @Override
  public DocumentId document() {
    return document.id();
  }

  @Override
  public int shard() {
    return document.shard();
  }

  @Override
  public long epoch() {
    return document.epoch();
  }

  @Override
  public List<Operation> operations() {
    return operations;
  }

  @Override
  public void ended(CommitEnd how) {
    end.accept(this, how);
  }

  OpenDocument opened() {
    return document;
  }

  /** The submissions in it and on it, in order. */
  List<Waiting> sources() {
    return sources;
  }

  /** What is to be said when it is committed. */
  List<Draft.Answer> answers() {
    return answers;
  }

  /** Submissions that were resolved after it and brought nothing wait for it too. */
  void carry(Draft unchanged) {
    sources.addAll(unchanged.sources());
    answers.addAll(unchanged.answers());
  }

  /** The document's state after it. */
  DocumentState state() {
    return state;
  }

  ClientHighs highs() {
    return highs;
  }

  /** What the append told the map to be committed. */
  long reportedPersisted() {
    return reportedPersisted;
  }

  long lastRevision() {
    return operations.get(operations.size() - 1).revision();
  }

  long bytes() {
    long sum = 0;
    for (Operation operation : operations) {
      sum += operation.payload().size();
    }
    return sum;
  }
}
