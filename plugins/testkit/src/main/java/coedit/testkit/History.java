package coedit.testkit;

import coedit.model.Operation;
import coedit.model.Payload;
import coedit.spi.ConflictStrategy;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;

/**
 * A document with everything that ever happened to it, kept in memory: resolves a submission
 * through the type's strategy and sequences it. A stand-in for lane, map and log. One thread.
 */
public final class History {

  private final DocumentType type;
  private final List<Operation> operations = new ArrayList<>();
  private final List<DocumentState> states = new ArrayList<>();

  public History(DocumentType type) {
    this.type = type;
    states.add(type.empty());
  }

  public int head() {
    return operations.size();
  }

  /** The state at a revision. */
  public DocumentState stateAt(int revision) {
    return states.get(revision);
  }

  public DocumentState headState() {
    return states.get(head());
  }

  /** The operations after {@code base}. */
  public List<Operation> tail(long base) {
    return List.copyOf(operations.subList((int) base, head()));
  }

  /** What the strategy says, without sequencing anything. */
  public Resolution resolve(Submission submission) {
    ConflictStrategy strategy = type.strategy();
    List<Operation> tail = strategy.needsTail() ? tail(submission.base()) : List.of();
    return strategy.resolve(headState(), submission, tail);
  }

  /** Resolves and, if the strategy says apply, sequences; returns what was sequenced. */
  public List<Operation> submit(Submission submission) {
    if (!(resolve(submission) instanceof Resolution.Apply apply)) {
      return List.of();
    }
    List<Operation> added = Submissions.sequenced(head() + 1L, submission, apply.payloads());
    for (Operation operation : added) {
      operations.add(operation);
      states.add(states.get(states.size() - 1).apply(operation.payload()));
    }
    return added;
  }

  /** The payloads of all operations, in order. */
  public List<Payload> payloads() {
    return operations.stream().map(Operation::payload).toList();
  }
}
