package coedit.core.lane;

import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.sequence.ClientHighs;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.spi.DocumentState;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch in the making: what the document will be when everything resolved so far is appended. The
 * document itself is not touched until the map has assigned the revisions.
 */
final class Draft {

  private static final int HLC_COUNTER_BITS = 16;

  private final OpenDocument document;
  private final long wallMillis;
  private final List<Waiting> sources = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private DocumentState state;
  private ClientHighs highs;
  private long bytes;
  private long hlc;

  /**
   * What a submission is told once everything it was resolved on is committed: what it brought has
   * then been delivered, and what it did not bring is durable (INV-1).
   */
  record Answer(Waiting to, Settlement settlement) {}

  Draft(OpenDocument document, long wallMillis) {
    this.document = document;
    this.wallMillis = wallMillis;
    this.state = document.headState();
    this.highs = document.headHighs();
    this.hlc = document.lastHlc();
  }

  OpenDocument document() {
    return document;
  }

  DocumentState state() {
    return state;
  }

  ClientHighs highs() {
    return highs;
  }

  /** Every submission in it, in order, those that brought nothing among them. */
  List<Waiting> sources() {
    return sources;
  }

  /** What is to be said after the commit. */
  List<Answer> answers() {
    return answers;
  }

  List<Operation> operations() {
    return operations;
  }

  /** Whether there is nothing to append; submissions that brought nothing may be in it. */
  boolean isEmpty() {
    return operations.isEmpty();
  }

  long head() {
    return document.head() + operations.size();
  }

  /** Whether another submission fits within what may be pending. */
  boolean hasRoom(LaneSettings settings) {
    return document.pendingOperations() + operations.size() < settings.maxPendingOperations()
        && answers.size() < settings.maxPendingOperations()
        && document.pendingBytes() + bytes < settings.maxPendingBytes();
  }

  /** The operations after {@code base}: the document's tail and what this draft adds. */
  List<Operation> tailAfter(long base) {
    List<Operation> committedOrAssigned = document.tailAfter(Math.min(base, document.head()));
    if (operations.isEmpty()) {
      return committedOrAssigned;
    }
    List<Operation> all = new ArrayList<>(committedOrAssigned);
    all.addAll(operations);
    return all;
  }

  /** Whether an operation is in the document or this draft, and not yet committed. */
  boolean holdsUncommitted(OperationName name) {
    return operations.stream().anyMatch(operation -> operation.name().equals(name))
        || document.holdsUncommitted(name);
  }

  /** Adds a resolved submission: what brings something gets the next revisions. */
  void add(Waiting waiting, Resolution.Apply resolved) {
    Submission submission = waiting.submission();
    sources.add(waiting);
    state = resolved.next();
    for (int place = 0; place < resolved.payloads().size(); place++) {
      if (resolved.payloads().get(place).size() > 0) {
        add(submission, place, resolved.payloads().get(place));
      }
    }
    if (highs.sequenceOf(submission.first().client()) < submission.lastSequence()) {
      answers.add(new Answer(waiting, new Settlement.Duplicate(submission.lastSequence(), head())));
    }
  }

  private void add(Submission submission, int place, Payload payload) {
    OperationName name =
        new OperationName(submission.first().client(), submission.first().sequence() + place);
    Operation operation =
        new Operation(
            head() + 1,
            name,
            submission.author(),
            submission.base(),
            provenance(submission.payloads().get(place)),
            payload);
    operations.add(operation);
    highs = highs.with(operation);
    bytes += payload.size();
  }

  /** Adds a submission that changed nothing: no state may come of it that the log does not know. */
  void addUnchanged(Waiting waiting) {
    sources.add(waiting);
    long last = waiting.submission().lastSequence();
    answers.add(new Answer(waiting, new Settlement.NoChange(last)));
  }

  private Provenance provenance(Payload submitted) {
    hlc = Math.max(hlc + 1, wallMillis << HLC_COUNTER_BITS);
    return new Provenance(
        document.epoch(), hlc, document.type().formatVersion(), submitted.checksum());
  }
}
