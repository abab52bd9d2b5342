package coedit.core.room;

import coedit.core.service.Refusal;
import coedit.core.service.SyncAnswer;
import coedit.model.ErrorCode;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that sync by version: each says what it knows and is told what that lacks. The document
 * is opened for it when somebody asks, and dropped when nobody has for a while.
 *
 * <p>Answers are kept as well: many sessions come knowing nothing. An older answer is as good as a
 * new one as long as the operations that came after it are at hand, because they are told beside
 * it. Bounded; touched by its room only.
 */
final class Syncing {

  private static final int MOST_AT_ONCE = 32;
  private static final long MOST_BYTES = SyncWork.MOST_BYTES;

  private final Room room;
  private final RoomHost host;
  private final Map<RoomSubscription, Payload> asking = new LinkedHashMap<>();
  private final Map<RoomSubscription, Submission> sent = new LinkedHashMap<>();
  private final Map<Payload, SyncAnswer> answers = new LinkedHashMap<>();
  private @Nullable SyncedAt reached;
  private boolean working;
  private long usedMillis;

  /** The revision of the look that was done just now, or -1. */
  private long fresh = -1;

  Syncing(Room room, RoomHost host) {
    this.room = room;
    this.host = host;
  }

  /** A joined session says what it knows; the latest word of a session counts. */
  void ask(RoomSubscription who, Payload version) {
    asking.put(who, version);
  }

  /**
   * A session that may not edit has sent something. Peers send what the other lacks without looking
   * at what it is: what is there already is no edit.
   */
  void sent(RoomSubscription who, RoomMessage.Submit submit) {
    Submission submission =
        new Submission(
            new OperationName(who.client(), submit.sequence()),
            who.request().participant().user(),
            submit.base(),
            submit.payloads());
    Submission before = sent.put(who, submission);
    if (before != null) {
      forbid(who, before);
    }
  }

  void left(RoomSubscription who) {
    asking.remove(who);
    sent.remove(who);
  }

  /** An answer that is still good for this version. */
  Optional<SyncAnswer> find(Payload version, RoomContent content) {
    return Optional.ofNullable(answers.get(version)).filter(answer -> isGood(answer, content));
  }

  /**
   * Who waited for a look is told what it found, however much came meanwhile: while many type, the
   * next look at a large document would not be faster.
   */
  private boolean isGood(SyncAnswer answer, RoomContent content) {
    return content.reaches(answer.revision())
        && (answer.revision() == fresh
            || content.delivered() - answer.revision() <= host.settings().joinTail());
  }

  /**
   * Answers what can be answered and has the rest looked up. What is kept of the answers then is
   * bounded; until then it is that and what one look may find.
   *
   * @param arriving what sessions know that wait to be let in
   */
  void work(RoomContent content, Collection<Payload> arriving) {
    answerReady(content);
    fresh = -1;
    trim();
    Set<Payload> versions = new LinkedHashSet<>(arriving);
    versions.addAll(asking.values());
    if (working || (versions.isEmpty() && sent.isEmpty())) {
      return;
    }
    working = true;
    usedMillis = host.nowMillis();
    versions = new LinkedHashSet<>(versions.stream().limit(MOST_AT_ONCE).toList());
    host.sync(room, look(content, versions));
  }

  private SyncWork look(RoomContent content, Set<Payload> versions) {
    SyncedAt start = reached;
    if (start != null && !content.reaches(start.revision())) {
      start = null;
    }
    boolean fromBase = start == null && content.reaches(content.base().revision());
    long from =
        start != null
            ? start.revision()
            : fromBase ? content.base().revision() : content.delivered();
    return new SyncWork(
        content.record(),
        content.type(),
        content.delivered(),
        start,
        fromBase ? content.base() : null,
        content.after(from),
        versions,
        List.copyOf(sent.values()));
  }

  private void answerReady(RoomContent content) {
    asking
        .entrySet()
        .removeIf(
            entry -> {
              Optional<SyncAnswer> answer = find(entry.getValue(), content);
              answer.ifPresent(
                  ready ->
                      entry.getKey().subscriber().synced(ready, content.after(ready.revision())));
              return answer.isPresent();
            });
  }

  /**
   * A look is done.
   *
   * @return who came, or has asked, with a version that is none
   */
  List<RoomSubscription> done(RoomMessage.Synced found, Attendance here) {
    working = false;
    reached = found.reached();
    fresh = found.reached().revision();
    Set<Payload> malformed = new LinkedHashSet<>();
    found
        .updates()
        .forEach(
            (version, update) -> {
              if (update.isPresent()) {
                answers.remove(version);
                answers.put(
                    version,
                    new SyncAnswer(found.reached().revision(), update.get(), found.version()));
              } else {
                malformed.add(version);
              }
            });
    List.copyOf(sent.keySet()).forEach(who -> judge(who, found.held()));
    List<RoomSubscription> turned = here.arrivingWith(malformed);
    asking.keySet().stream()
        .filter(who -> malformed.contains(asking.get(who)))
        .forEach(turned::add);
    return turned;
  }

  private void judge(RoomSubscription who, Map<Submission, Boolean> held) {
    Submission submission = sent.get(who);
    Boolean isHeld = submission == null ? null : held.get(submission);
    if (submission != null && isHeld != null) {
      sent.remove(who);
      if (isHeld) {
        who.subscriber().acknowledged(submission.lastSequence(), 0);
      } else {
        forbid(who, submission);
      }
    }
  }

  private static void forbid(RoomSubscription who, Submission submission) {
    who.subscriber()
        .refused(
            submission.first().sequence(),
            new Refusal(ErrorCode.FORBIDDEN, "you may not edit this document"));
  }

  /** A look has failed: whoever asked has to join again. */
  List<RoomSubscription> failed() {
    working = false;
    reached = null;
    Set<RoomSubscription> affected = new LinkedHashSet<>(asking.keySet());
    affected.addAll(sent.keySet());
    return new ArrayList<>(affected);
  }

  /** How many sessions wait to be told something. */
  int waiting() {
    return asking.size() + sent.size();
  }

  /** Whether the document's state is kept for those who ask next. */
  boolean isOpen() {
    return reached != null;
  }

  /** What the answers take that are kept. */
  long answerBytes() {
    return answers.values().stream().mapToLong(each -> each.update().size()).sum();
  }

  private void trim() {
    long bytes = answerBytes();
    var oldest = answers.values().iterator();
    while (oldest.hasNext() && (answers.size() > MOST_AT_ONCE || bytes > MOST_BYTES)) {
      bytes -= oldest.next().update().size();
      oldest.remove();
    }
  }

  /** Nobody has asked for a while: the next one has the document opened again. */
  void forgetIfIdle(long nowMillis) {
    if (!working && nowMillis - usedMillis > host.settings().idle().toMillis()) {
      reached = null;
      answers.clear();
    }
  }
}
