package coedit.core.lane;

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
  private final long nowMillis;
  private final List<Waiting> sources = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private DocumentState state;
  private ClientHighs highs;
  private long bytes;
  private long hlc;

  Draft(OpenDocument document, long nowMillis) {
    this.document = document;
    this.nowMillis = nowMillis;
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

  List<Waiting> sources() {
    return sources;
  }

  List<Operation> operations() {
    return operations;
  }

  boolean isEmpty() {
    return operations.isEmpty();
  }

  long head() {
    return document.head() + operations.size();
  }

  /** Whether another submission fits within what may be pending. */
  boolean hasRoom(LaneSettings settings) {
    return document.pendingOperations() + operations.size() < settings.maxPendingOperations()
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

  /** Adds a resolved submission: its operations get the next revisions. */
  void add(Waiting waiting, Resolution.Apply resolved) {
    Submission submission = waiting.submission();
    sources.add(waiting);
    state = resolved.next();
    for (int i = 0; i < resolved.payloads().size(); i++) {
      Payload payload = resolved.payloads().get(i);
      OperationName name =
          new OperationName(submission.first().client(), submission.first().sequence() + i);
      Operation operation =
          new Operation(
              head() + 1,
              name,
              submission.author(),
              submission.base(),
              provenance(submission.payloads().get(i)),
              payload);
      operations.add(operation);
      highs = highs.with(operation);
      bytes += payload.size();
    }
  }

  /** Adds a submission that changed nothing: only its sequence is used up. */
  void addUnchanged(ClientHighs changed) {
    highs = changed;
  }

  private Provenance provenance(Payload submitted) {
    hlc = Math.max(hlc + 1, nowMillis << HLC_COUNTER_BITS);
    return new Provenance(
        document.epoch(), hlc, document.type().formatVersion(), submitted.checksum());
  }
}
