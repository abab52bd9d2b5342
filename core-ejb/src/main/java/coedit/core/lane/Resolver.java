package coedit.core.lane;

import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.service.Refusal;
import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.persistence.ClientHigh;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.List;
import java.util.Optional;

/**
 * Step 4 of an edit: decides on one submission against a draft. First whether it has been applied
 * already, then whether its base can be rebased, then what the document type's strategy says.
 * Nothing a plugin throws gets past here.
 */
final class Resolver {

  private static final System.Logger LOG = System.getLogger(Resolver.class.getName());

  private final LaneSettings settings;

  Resolver(LaneSettings settings) {
    this.settings = settings;
  }

  /** What becomes of a submission. */
  sealed interface Verdict {

    /** It is in the draft now. */
    record Added() implements Verdict {}

    /** It ends here. */
    record Settled(Settlement settlement) implements Verdict {}

    /** It is in the draft's document already, not yet committed: the commit will answer it. */
    record Underway() implements Verdict {}

    /** It is committed already, longer ago than memory reaches: the log knows where. */
    record AskLog(OperationName last) implements Verdict {}

    /**
     * It follows something this lane has not seen: what its author sent before is still on its way,
     * or another member has worked on the document since it was opened here.
     */
    record Behind() implements Verdict {}

    /** Operations from {@code from} on are needed to rebase it. */
    record NeedsTail(long from) implements Verdict {}
  }

  Verdict resolve(Draft draft, Waiting waiting) {
    Submission submission = waiting.submission();
    Optional<ClientHigh> known = draft.highs().find(submission.first().client());
    if (known.isPresent() && !known.get().author().equals(submission.author())) {
      return refused(ErrorCode.FORBIDDEN, "this client id belongs to somebody else");
    }
    long last = known.map(ClientHigh::sequence).orElse(0L);
    if (submission.lastSequence() <= last) {
      return repeated(draft, submission, known.orElseThrow());
    }
    if (submission.first().sequence() <= last) {
      return refused(ErrorCode.SEQUENCE_REUSED, "sent before in another submission");
    }
    if (submission.first().sequence() > last + 1) {
      return new Verdict.Behind();
    }
    return checked(draft, waiting);
  }

  private Verdict repeated(Draft draft, Submission submission, ClientHigh high) {
    OperationName last = new OperationName(submission.first().client(), submission.lastSequence());
    if (submission.lastSequence() < high.sequence()) {
      return draft.holdsUncommitted(last) ? new Verdict.Underway() : new Verdict.AskLog(last);
    }
    if (submission.digest() != high.digest()) {
      return reused();
    }
    if (high.revision() > draft.document().persisted()) {
      return new Verdict.Underway();
    }
    return new Verdict.Settled(new Settlement.Duplicate(last.sequence(), high.revision()));
  }

  private Verdict checked(Draft draft, Waiting waiting) {
    Submission submission = waiting.submission();
    OpenDocument document = draft.document();
    for (Payload payload : submission.payloads()) {
      if (payload.size() > settings.maxPayloadBytes()) {
        return refused(ErrorCode.TOO_LARGE, "an operation has more bytes than allowed");
      }
    }
    if (submission.base() > document.persisted()) {
      return new Verdict.Behind();
    }
    if (submission.base() < 0) {
      return refused(ErrorCode.INVALID_BASE, "no such revision to build on");
    }
    if (document.head() - submission.base() > settings.maxRebase()) {
      return refused(ErrorCode.STALE_BASE, "the base is too far behind");
    }
    if (!document.tailReaches(submission.base())) {
      return new Verdict.NeedsTail(submission.base() + 1);
    }
    return ask(draft, waiting, draft.tailAfter(submission.base()));
  }

  private Verdict ask(Draft draft, Waiting waiting, List<Operation> tail) {
    Submission submission = waiting.submission();
    Resolution resolution;
    try {
      resolution = draft.document().type().strategy().resolve(draft.state(), submission, tail);
    } catch (RuntimeException | StackOverflowError failed) {
      LOG.log(
          System.Logger.Level.ERROR,
          () ->
              "document type %s failed on an operation of %s on document %s"
                  .formatted(
                      draft.document().type().id(), submission.author(), draft.document().id()),
          failed);
      return refused(ErrorCode.PLUGIN_FAILED, "the document type failed on this operation");
    }
    if (resolution instanceof Resolution.Refuse refuse) {
      return refused(refuse.code(), refuse.reason());
    }
    if (resolution instanceof Resolution.NoChange) {
      draft.addUnchanged(
          draft.highs().with(submission.first().client(), unchanged(draft, submission)));
      return new Verdict.Settled(new Settlement.NoChange(submission.lastSequence()));
    }
    Resolution.Apply apply = (Resolution.Apply) resolution;
    if (apply.payloads().size() != submission.payloads().size()) {
      return refused(ErrorCode.PLUGIN_FAILED, "the document type lost an operation");
    }
    draft.add(waiting, apply);
    return new Verdict.Added();
  }

  private static ClientHigh unchanged(Draft draft, Submission submission) {
    ClientId client = submission.first().client();
    long revision = draft.highs().find(client).map(ClientHigh::revision).orElse(0L);
    return new ClientHigh(
        submission.lastSequence(), revision, submission.digest(), submission.author());
  }

  private static Verdict reused() {
    return refused(ErrorCode.SEQUENCE_REUSED, "this name was used for another operation");
  }

  private static Verdict refused(ErrorCode code, String reason) {
    return new Verdict.Settled(new Settlement.Refused(new Refusal(code, reason)));
  }

  /** How a repeated submission is answered from the log. */
  static Settlement fromLog(Submission submission, Optional<Operation> found) {
    if (found.isEmpty()) {
      return new Settlement.Refused(
          new Refusal(ErrorCode.SEQUENCE_REUSED, "older than this client's history"));
    }
    if (found.get().provenance().digest() != submission.digest()) {
      return new Settlement.Refused(
          new Refusal(ErrorCode.SEQUENCE_REUSED, "this name was used for another operation"));
    }
    return new Settlement.Duplicate(submission.lastSequence(), found.get().revision());
  }
}
