package coedit.core.room;

import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.SyncAnswer;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.ClientHigh;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers joins from a room's content: resume, snapshot and tail, what a version lacks, or the
 * reason why not.
 */
final class Joining {

  static final String ANOTHERS = "this client id belongs to somebody else";

  private static final int MOST_FAILURES = 5;

  private final RoomHost host;
  private final Syncing syncing;
  private final Attendance here;
  private long reads;
  private int failures;

  /** What became of a join. */
  enum Answer {
    IN,
    TURNED_AWAY,
    /** Others, or this session, may have seen more than this room: look into the log first. */
    AFTER_REPAIR,
    /** The snapshot is too old for a new session. */
    AFTER_REBASE,
    /** What the session's version lacks has to be looked up. */
    AFTER_SYNC
  }

  Joining(RoomHost host, Syncing syncing, Attendance here) {
    this.host = host;
    this.syncing = syncing;
    this.here = here;
  }

  /**
   * Somebody comes, who may have been told elsewhere that more is saved than has come here. It is
   * in the log by now, so what counts is the next time that somebody begins to read that.
   *
   * @param reading whether one has begun already
   */
  void arrives(RoomSubscription who, boolean reading) {
    who.awaitRead(reading ? reads + 1 : reads);
    here.arrives(who);
  }

  /** The log has been read to its end. */
  void read() {
    reads++;
    failures = 0;
  }

  /** The log could not be read, and will be tried again; nobody waits for that again and again. */
  void cannotRead(RoomMessage.NotRepaired why) {
    failures = host.isStoreAway() ? 0 : failures + 1;
    if (failures >= MOST_FAILURES) {
      here.turnAway(why.code(), why.reason());
    }
  }

  private boolean hasRead(RoomSubscription who) {
    return reads > who.awaitedRead();
  }

  /** While the store is away, sessions are told what is here. */
  private boolean mayEnter(RoomSubscription who) {
    return hasRead(who) || host.isStoreAway();
  }

  /** What those say they know who wait for nothing else than to be told what they lack. */
  List<Payload> versions() {
    return here.arriving().stream()
        .filter(this::mayEnter)
        .flatMap(who -> who.request().version().stream())
        .toList();
  }

  Answer answer(RoomSubscription who, RoomContent content) {
    JoinRequest request = who.request();
    Access access = content.access(request.participant());
    if (access == Access.NONE) {
      return turnAway(who, ErrorCode.NOT_FOUND, "there is no such document");
    }
    if (!content.type().dialects().contains(request.dialect())) {
      return turnAway(
          who,
          ErrorCode.UNSUPPORTED_VERSION,
          "a document of type %s is not edited over this address".formatted(content.type().id()));
    }
    if (!mayEnter(who)) {
      return Answer.AFTER_REPAIR;
    }
    Answer otherClient = turnAwayImpostor(who, content);
    if (otherClient != null) {
      return otherClient;
    }
    if (request.version().isPresent()) {
      return sync(who, content, access, request.version().get());
    }
    return follow(who, content, access);
  }

  /** Lets a session in that takes a snapshot, or goes on where it was. */
  private Answer follow(RoomSubscription who, RoomContent content, Access access) {
    Optional<JoinRequest.ResumePoint> resume = who.request().resume();
    if (resume.isPresent() && !resume.get().generation().equals(host.generation())) {
      return turnAway(who, ErrorCode.GENERATION_CHANGED, "the store was restored from a backup");
    }
    if (resume.isPresent() && resume.get().revision() > content.delivered()) {
      if (!hasRead(who)) {
        return Answer.AFTER_REPAIR;
      }
      return turnAway(who, ErrorCode.GENERATION_CHANGED, "ahead of what the store holds");
    }
    boolean resumes = resume.isPresent() && content.reaches(resume.get().revision());
    if (!resumes && !content.baseIsFresh()) {
      return Answer.AFTER_REBASE;
    }
    long from = resumes ? resume.orElseThrow().revision() : content.base().revision();
    enter(who, content, access, resumes ? Told.NOTHING : Told.of(content.base()), from);
    return Answer.IN;
  }

  /** A client id is its first author's; null when nothing speaks against this one. */
  private @Nullable Answer turnAwayImpostor(RoomSubscription who, RoomContent content) {
    JoinRequest request = who.request();
    Optional<ClientHigh> high = request.client().flatMap(content.highs()::find);
    if (high.isPresent() && !high.get().author().equals(request.participant().user())) {
      return turnAway(who, ErrorCode.FORBIDDEN, ANOTHERS);
    }
    if (high.isEmpty() && here.hasAnothers(request)) {
      // Which of the two it belongs to is known when what was written under it is here.
      return turnAway(who, ErrorCode.RESYNC, "this client id may belong to somebody else");
    }
    return null;
  }

  private Answer sync(RoomSubscription who, RoomContent content, Access access, Payload version) {
    Optional<SyncAnswer> answer = syncing.find(version, content);
    if (answer.isEmpty()) {
      return Answer.AFTER_SYNC;
    }
    enter(who, content, access, Told.of(answer.get()), answer.get().revision());
    return Answer.IN;
  }

  /** What a session is told before the tail. */
  private record Told(Optional<Snapshot> snapshot, Optional<SyncAnswer> sync) {
    static final Told NOTHING = new Told(Optional.empty(), Optional.empty());

    static Told of(Snapshot snapshot) {
      return new Told(Optional.of(snapshot), Optional.empty());
    }

    static Told of(SyncAnswer answer) {
      return new Told(Optional.empty(), Optional.of(answer));
    }
  }

  private void enter(
      RoomSubscription who, RoomContent content, Access access, Told told, long from) {
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
                told.snapshot(),
                told.sync(),
                tail));
  }

  private static Answer turnAway(RoomSubscription who, ErrorCode code, String reason) {
    who.subscriber().closed(code, reason);
    return Answer.TURNED_AWAY;
  }
}
