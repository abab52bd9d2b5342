package coedit.core.lane;

import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.service.Refusal;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.persistence.ClientHigh;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** It is in the draft now, with or without operations: the commit will answer it. */
    record Added() implements Verdict {}

    /** It ends here. */
    record Settled(Settlement settlement) implements Verdict {}

    /** It is in the draft's document already, not yet committed: the commit will answer it. */
    record Underway() implements Verdict {}

    /** It is committed already, longer ago than memory reaches: the log knows where. */
    record AskLog() implements Verdict {}

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
    if (!draft.document().type().strategy().needsTail()) {
      return merged(draft, waiting);
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
    return rebased(draft, waiting);
  }

  /** Whatever is known already brings nothing, so a repeated submission is resolved once more. */
  private Verdict merged(Draft draft, Waiting waiting) {
    Verdict against = check(draft, waiting.submission());
    return against == null ? ask(draft, waiting, List.of()) : against;
  }

  private Verdict repeated(Draft draft, Submission submission, ClientHigh high) {
    OperationName last = new OperationName(submission.first().client(), submission.lastSequence());
    if (submission.lastSequence() < high.sequence()) {
      return draft.holdsUncommitted(last) ? new Verdict.Underway() : new Verdict.AskLog();
    }
    if (submission.digest() != high.digest()) {
      return reused();
    }
    if (high.revision() > draft.document().persisted()) {
      return new Verdict.Underway();
    }
    return new Verdict.Settled(new Settlement.Duplicate(last.sequence(), high.revision()));
  }

  /** What speaks against a submission whatever its type; null when nothing does. */
  private @Nullable Verdict check(Draft draft, Submission submission) {
    for (Payload payload : submission.payloads()) {
      if (payload.size() > settings.maxPayloadBytes()) {
        return refused(ErrorCode.TOO_LARGE, "an operation has more bytes than allowed");
      }
    }
    if (submission.base() > draft.document().persisted()) {
      return new Verdict.Behind();
    }
    return submission.base() < 0
        ? refused(ErrorCode.INVALID_BASE, "no such revision to build on")
        : null;
  }

  private Verdict rebased(Draft draft, Waiting waiting) {
    Submission submission = waiting.submission();
    OpenDocument document = draft.document();
    Verdict against = check(draft, submission);
    if (against != null) {
      return against;
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
    } catch (RuntimeException | Error failed) {
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
    if (resolution instanceof Resolution.Apply apply && !isEmpty(apply)) {
      return apply(draft, waiting, apply);
    }
    draft.addUnchanged(waiting);
    return new Verdict.Added();
  }

  private static Verdict apply(Draft draft, Waiting waiting, Resolution.Apply apply) {
    Submission submission = waiting.submission();
    if (apply.payloads().size() != submission.payloads().size()) {
      return refused(ErrorCode.PLUGIN_FAILED, "the document type lost an operation");
    }
    long used = draft.highs().sequenceOf(submission.first().client());
    for (int place = 0; place < apply.payloads().size(); place++) {
      boolean brings = apply.payloads().get(place).size() > 0;
      if (!brings && draft.document().type().strategy().needsTail()) {
        return refused(ErrorCode.PLUGIN_FAILED, "the document type emptied an operation");
      }
      if (brings && submission.first().sequence() + place <= used) {
        return reused();
      }
    }
    draft.add(waiting, apply);
    return new Verdict.Added();
  }

  private static boolean isEmpty(Resolution.Apply apply) {
    return apply.payloads().stream().allMatch(payload -> payload.size() == 0);
  }

  private static Verdict reused() {
    return refused(ErrorCode.SEQUENCE_REUSED, "this name was used for another operation");
  }

  private static Verdict refused(ErrorCode code, String reason) {
    return new Verdict.Settled(new Settlement.Refused(new Refusal(code, reason)));
  }

  /**
   * How a repeated submission is answered from the log.
   *
   * @param found the last of its names that is there. What follows it brought nothing, or was not
   *     sent with it the first time: only the document's type can tell
   */
  static Settlement fromLog(Submission submission, Optional<Operation> found) {
    if (found.isEmpty()) {
      return new Settlement.Refused(
          new Refusal(ErrorCode.SEQUENCE_REUSED, "older than this client's history"));
    }
    Operation stored = found.get();
    int place = (int) (stored.name().sequence() - submission.first().sequence());
    if (stored.provenance().digest() != submission.payloads().get(place).checksum()) {
      return new Settlement.Refused(
          new Refusal(ErrorCode.SEQUENCE_REUSED, "this name was used for another operation"));
    }
    return stored.name().sequence() == submission.lastSequence()
        ? new Settlement.Duplicate(submission.lastSequence(), stored.revision())
        : new Settlement.Retry();
  }
}
