package coedit.core.room;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.OperationName;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions' submissions on their way to the owner and the answers on their way back. A submission
 * is kept until its outcome is seen, and sent again, same name and in order, after a takeover or a
 * silence; deduplication decides.
 */
final class Sending {

  /** How soon a submission is sent again that the owner dropped without harm. */
  static final Duration RETRY = Duration.ofMillis(100);

  private static final Duration SERVER_BUSY = Duration.ofSeconds(1);

  private final DocumentId document;
  private final RoomHost host;

  /**
   * Answers that are here before what they rest on; of each session the latest. An answer comes
   * from the owner, operations come through the feed: the one may overtake the other.
   */
  private final Map<RoomSubscription, ClusterMessage.Settled> ahead = new LinkedHashMap<>();

  Sending(DocumentId document, RoomHost host) {
    this.document = document;
    this.host = host;
  }

  void submit(RoomMessage.Submit submit, @Nullable RoomContent content) {
    RoomSubscription who = submit.who();
    Subscriber ear = who.subscriber();
    if (content == null || !who.isJoined()) {
      ear.refused(
          submit.sequence(), new Refusal(ErrorCode.NOT_JOINED, "the document is not open here"));
    } else if (!who.access().allows(Access.EDIT)) {
      ear.refused(
          submit.sequence(), new Refusal(ErrorCode.FORBIDDEN, "you may not edit this document"));
    } else if (content.needsTail() && submit.sequence() > who.expected()) {
      ear.refused(
          submit.sequence(),
          new Refusal(ErrorCode.SEQUENCE_GAP, "the next sequence number is " + who.expected()));
    } else if (submit.base() < 0 || submit.base() > content.delivered()) {
      ear.refused(
          submit.sequence(), new Refusal(ErrorCode.INVALID_BASE, "no such revision to build on"));
    } else if (who.inFlight() >= (content.needsTail() ? host.settings().maxInFlight() : 1)) {
      ear.refused(
          submit.sequence(),
          new Refusal(ErrorCode.BUSY, "too many unsettled submissions", Duration.ofMillis(250)));
    } else {
      send(submit, who, content);
    }
  }

  private void send(RoomMessage.Submit submit, RoomSubscription who, RoomContent content) {
    Submission submission =
        new Submission(
            new OperationName(who.client(), submit.sequence()),
            who.request().participant().user(),
            submit.base(),
            submit.payloads());
    if (who.sent(submission, host.nowMillis())) {
      if (content.needsTail()) { // others count no revisions
        who.applied(submit.base());
      }
      host.submit(document, submission, content.accessEpoch());
    } else {
      who.subscriber()
          .refused(
              submit.sequence(),
              new Refusal(ErrorCode.BUSY, "too much waits on this server", SERVER_BUSY));
    }
  }

  /** Sends again what has been unsettled for {@code silence}. */
  void resend(RoomSubscription who, @Nullable RoomContent content, Duration silence) {
    if (content != null && who.isJoined()) {
      for (Submission due : who.dueForResend(host.nowMillis(), silence.toMillis())) {
        host.submit(document, due, content.accessEpoch());
      }
    }
  }

  /** Keeps an answer until what it rests on is delivered. */
  void keep(RoomSubscription who, ClusterMessage.Settled duplicate) {
    ahead.put(who, duplicate);
  }

  void left(RoomSubscription who) {
    ahead.remove(who);
  }

  /** Everything up to a revision has been delivered: what rests on it is told. */
  void delivered(long revision) {
    if (!ahead.isEmpty()) {
      Map<RoomSubscription, ClusterMessage.Settled> kept = new LinkedHashMap<>(ahead);
      ahead.values().removeIf(outcome -> restsOn(outcome) <= revision);
      kept.keySet().removeAll(ahead.keySet());
      kept.forEach(this::settled);
    }
  }

  private static long restsOn(ClusterMessage.Settled outcome) {
    return outcome.settlement() instanceof Settlement.Duplicate duplicate
        ? duplicate.revision()
        : 0;
  }

  /**
   * Passes an outcome on to the session.
   *
   * @return whether the submission is to be sent again shortly
   */
  boolean settled(RoomSubscription who, ClusterMessage.Settled outcome) {
    OperationName submission = outcome.submission();
    Settlement settlement = outcome.settlement();
    if (!who.isUnsettled(submission, outcome.digest())) {
      return false;
    }
    if (settlement instanceof Settlement.Retry) {
      return true;
    }
    if (settlement instanceof Settlement.Duplicate duplicate) {
      who.settledUpTo(duplicate.sequence());
      who.subscriber().acknowledged(duplicate.sequence(), duplicate.revision());
    } else if (settlement instanceof Settlement.NoChange unchanged) {
      List<Submission> builtOnIt = who.withdrawn(submission.sequence());
      who.subscriber().acknowledged(unchanged.sequence(), 0);
      refuse(builtOnIt, who, "the operation before it changed nothing");
    } else if (settlement instanceof Settlement.Refused refused) {
      List<Submission> builtOnIt = who.withdrawn(submission.sequence());
      who.subscriber().refused(submission.sequence(), refused.refusal());
      refuse(builtOnIt, who, "the operation before it was refused");
    }
    return false;
  }

  private static void refuse(List<Submission> builtOnIt, RoomSubscription who, String reason) {
    Refusal gap = new Refusal(ErrorCode.SEQUENCE_GAP, reason);
    builtOnIt.forEach(later -> who.subscriber().refused(later.first().sequence(), gap));
  }
}
