package coedit.core.room;

import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.ClientHigh;
import java.util.List;
import java.util.Optional;

/** Answers joins from a room's content: resume, snapshot and tail, or the reason why not. */
final class Joining {

  /** What a session is like before it has said where it is. */
  static final Payload NO_STATE = Payload.ofUtf8("{}");

  private final RoomHost host;
  private long repairs;

  /** What became of a join. */
  enum Answer {
    IN,
    TURNED_AWAY,
    /** The session has seen more than this room: look into the log first. */
    AFTER_REPAIR,
    /** The snapshot is too old for a new session. */
    AFTER_REBASE
  }

  Joining(RoomHost host) {
    this.host = host;
  }

  /** The log has been read: who is ahead of the room now is ahead of the store. */
  void repaired() {
    repairs++;
  }

  Answer answer(RoomSubscription who, RoomContent content, boolean repairing) {
    JoinRequest request = who.request();
    Access access = content.access(request.participant());
    if (access == Access.NONE) {
      return turnAway(who, ErrorCode.NOT_FOUND, "there is no such document");
    }
    Optional<ClientHigh> high = request.client().flatMap(content.highs()::find);
    if (high.isPresent() && !high.get().author().equals(request.participant().user())) {
      return turnAway(who, ErrorCode.FORBIDDEN, "this client id belongs to somebody else");
    }
    Optional<JoinRequest.ResumePoint> resume = request.resume();
    if (resume.isPresent() && !resume.get().generation().equals(host.generation())) {
      return turnAway(who, ErrorCode.GENERATION_CHANGED, "the store was restored from a backup");
    }
    if (resume.isPresent() && resume.get().revision() > content.delivered()) {
      // One under way may have read the log before what this session has seen was committed.
      who.awaitRepairs(repairing ? repairs + 1 : repairs);
      if (repairs <= who.awaitedRepairs()) {
        return Answer.AFTER_REPAIR;
      }
      return turnAway(who, ErrorCode.GENERATION_CHANGED, "ahead of what the store holds");
    }
    boolean resumes = resume.isPresent() && content.reaches(resume.get().revision());
    if (!resumes && !content.baseIsFresh()) {
      return Answer.AFTER_REBASE;
    }
    long from = resumes ? resume.orElseThrow().revision() : content.base().revision();
    enter(who, content, access, resumes ? Optional.empty() : Optional.of(content.base()), from);
    return Answer.IN;
  }

  private void enter(
      RoomSubscription who,
      RoomContent content,
      Access access,
      Optional<Snapshot> snapshot,
      long from) {
    ClientId client = who.request().client().orElseGet(() -> new ClientId(host.newClientId()));
    long next = content.highs().sequenceOf(client) + 1;
    who.joined(client, access, next);
    List<Operation> tail = content.after(from);
    who.subscriber()
        .joined(
            new Joined(
                client,
                next,
                content.type().id(),
                access,
                host.generation(),
                content.delivered(),
                snapshot,
                tail));
  }

  private static Answer turnAway(RoomSubscription who, ErrorCode code, String reason) {
    who.subscriber().closed(code, reason);
    return Answer.TURNED_AWAY;
  }
}
