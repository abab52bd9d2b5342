package coedit.core.lane;

import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.commit.CommitEnd;
import coedit.core.mailbox.Mailbox;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Step 4 of an edit. One document's turns on the member that owns it: takes everything that waits,
 * resolves it in order, appends it as one batch, hands it to the committer, and publishes what was
 * committed. One append is under way at a time; the next batches resolve while the last one
 * commits.
 *
 * <p>Every change is a message in the mailbox; nothing here is touched by two threads at once.
 */
final class Lane {

  private static final Duration REOPEN = Duration.ofMillis(300);
  private static final int MAX_ATTEMPTS = 8;

  private final DocumentId id;
  private final LaneHost host;
  private final Resolver resolver;
  private final Mailbox<LaneMessage> mailbox;

  private final LaneQueue waiting;
  private final InHand inHand;
  private final Deque<LaneBatch> inFlight = new ArrayDeque<>();
  private @Nullable OpenDocument document;
  private boolean opening;
  private boolean readingTail;
  private boolean appending;
  private boolean snapshotting;
  private boolean comparing;
  private boolean closed;
  private long lastUsedMillis;
  private volatile LaneLoad load = LaneLoad.NONE;
  private volatile boolean wasOpen;

  Lane(DocumentId id, LaneHost host, Executor executor) {
    this.id = id;
    this.host = host;
    this.resolver = new Resolver(host.settings());
    this.waiting = new LaneQueue(host.settings());
    this.mailbox = new Mailbox<>(executor, this::receive);
    this.inHand = new InHand(revision -> host.announceHead(id, revision));
    this.lastUsedMillis = host.nowMillis();
  }

  DocumentId id() {
    return id;
  }

  void tell(LaneMessage message) {
    mailbox.offer(message);
  }

  /** For whoever asks about a lane that does not come back; any thread may ask. */
  InHand inHand() {
    return inHand;
  }

  /** Whether its document was open here before; any thread may ask. */
  boolean wasOpen() {
    return wasOpen;
  }

  private void receive(List<LaneMessage> messages) {
    Mailbox.each(messages, this::on);
    work();
    load = waiting.load(document);
    if (!opening) {
      host.told(this);
    }
  }

  /** About how many messages wait; any thread may ask. */
  int messages() {
    return mailbox.size();
  }

  /** What it held after its last turn; a lane that does not come back from one says the same on. */
  LaneLoad load() {
    return load;
  }

  private void on(LaneMessage message) {
    if (message instanceof LaneMessage.Submitted submitted) {
      accept(submitted.waiting());
    } else if (message instanceof LaneMessage.Ended ended) {
      committed(ended.batch(), ended.end());
    } else if (message instanceof LaneMessage.Appended appended) {
      appended(appended.batch(), appended.answer());
    } else if (message instanceof LaneMessage.NotAppended turnedAway) {
      notAppended(turnedAway.batch());
    } else if (message instanceof LaneMessage.Opened opened) {
      opened(opened.document());
    } else if (message instanceof LaneMessage.NotOpened notOpened) {
      notOpened(notOpened);
    } else if (message instanceof LaneMessage.OlderTail older) {
      olderTail(older);
    } else if (message instanceof LaneMessage.StoredHead stored) {
      compared(stored.head());
    } else if (message instanceof LaneMessage.SnapshotTaken taken) {
      snapshotting = false;
      if (document != null) {
        document.snapshotTaken(taken.revision(), taken.bytes());
      }
    } else if (message instanceof LaneMessage.Tick tick) {
      tick(tick.nowMillis());
    } else if (message instanceof LaneMessage.Disowned) {
      end();
    }
  }

  private void accept(Waiting arrival) {
    lastUsedMillis = host.nowMillis();
    if (closed) {
      sendOn(arrival);
    } else if (!waiting.offer(arrival)) {
      refuse(arrival, Lanes.FULL);
    }
  }

  private void work() {
    if (inHand.isLost()) {
      end();
    }
    if (waiting.isEmpty() || opening || readingTail || appending || closed) {
      return;
    }
    if (host.quarantine().holds(id)) {
      if (inFlight.isEmpty()) {
        waiting.takeAll().forEach(submission -> host.settleHeld(submission, id));
      }
      return;
    }
    OpenDocument opened = document;
    if (opened == null) {
      opening = true;
      host.open(this);
      return;
    }
    Draft draft = new Draft(opened, host.wallMillis());
    resolveInto(draft);
    if (inHand.isLost()) {
      takeBack(draft.sources());
      end();
    } else if (draft.isEmpty()) {
      answerUnchanged(draft);
    } else {
      appending = true;
      host.append(this, new LaneBatch(draft, this::ended));
    }
  }

  /** Called from the committing thread. */
  private void ended(LaneBatch batch, CommitEnd end) {
    inHand.ended(batch, end);
    tell(new LaneMessage.Ended(batch, end));
  }

  /** At once if all that it was resolved on is committed; otherwise with what is under way. */
  private void answerUnchanged(Draft draft) {
    if (inFlight.isEmpty()) {
      answer(draft.answers());
    } else {
      inFlight.getLast().carry(draft);
    }
  }

  private void answer(List<Draft.Answer> answers) {
    answers.forEach(answer -> host.settle(answer.to(), id, answer.settlement()));
  }

  private void resolveInto(Draft draft) {
    while (!waiting.isEmpty() && draft.hasRoom(host.settings()) && hasRoomForAnswers()) {
      Waiting next = waiting.peek();
      if (next.accessEpoch() < draft.document().accessEpoch()) {
        long current = draft.document().accessEpoch();
        host.settle(waiting.take(), id, new Settlement.Recheck(current));
        continue;
      }
      Resolver.Verdict verdict =
          host.quarantine().watched(id, () -> resolver.resolve(draft, next), () -> host.lost(this));
      if (inHand.isLost()) {
        return;
      }
      if (verdict instanceof Resolver.Verdict.NeedsTail needsTail) {
        if (draft.isEmpty()) {
          readingTail = true;
          host.readTail(this, needsTail.from(), draft.document().tailStart());
        }
        return;
      }
      waiting.take();
      if (verdict instanceof Resolver.Verdict.Behind) {
        host.settle(next, id, new Settlement.Retry());
        compareWithStore();
      } else if (verdict instanceof Resolver.Verdict.Settled settled) {
        host.settle(next, id, settled.settlement());
      } else if (verdict instanceof Resolver.Verdict.AskLog) {
        host.settleFromLog(next, id);
      }
    }
  }

  private boolean hasRoomForAnswers() {
    return inFlight.isEmpty() || inFlight.getLast().answers().size() < host.settings().maxWaiting();
  }

  private void appended(LaneBatch batch, Answer answer) {
    appending = false;
    OpenDocument opened = batch.opened();
    if (opened != document) {
      takeBack(batch.sources());
    } else if (answer instanceof Answer.Assigned assigned
        && assigned.from() == batch.operations().get(0).revision()) {
      opened.assigned(batch);
      inFlight.add(batch);
      inHand.handedOver(batch);
      host.commit(batch);
    } else if (answer instanceof Answer.Recheck recheck) {
      opened.accessEpoch(recheck.accessEpoch());
      takeBack(batch.sources());
    } else {
      takeBack(batch.sources());
      startAgain(opened);
    }
  }

  /** The map was certainly not asked: what is remembered of it holds. */
  private void notAppended(LaneBatch batch) {
    appending = false;
    if (batch.opened() == document) {
      batch.sources().forEach(source -> refuse(source, Lanes.MAP_AWAY));
    } else {
      takeBack(batch.sources());
    }
  }

  private void compareWithStore() {
    if (!comparing) {
      comparing = true;
      host.readHead(this);
    }
  }

  /** Nobody else adds to the log under this lane's lease: more than it has assigned is a sign. */
  private void compared(long storedHead) {
    comparing = false;
    if (document != null && storedHead > document.head()) {
      startAgain(document);
    }
  }

  /** What this lane remembers does not hold any more: from the store, under a new lease. */
  private void startAgain(OpenDocument opened) {
    host.dropLease(opened.shard(), opened.epoch());
    recover();
  }

  private void committed(LaneBatch batch, CommitEnd end) {
    if (batch.opened() != document || !inFlight.contains(batch)) {
      return;
    }
    if (end instanceof CommitEnd.Durable) {
      inFlight.remove(batch);
      durable(batch);
    } else if (end instanceof CommitEnd.Rejected rejected) {
      inFlight.remove(batch);
      batch.sources().forEach(source -> refuse(source, rejected.refusal()));
      recover();
    } else {
      recover();
    }
  }

  private void durable(LaneBatch batch) {
    OpenDocument opened = batch.opened();
    opened.persisted(batch);
    host.publish(id, batch.operations());
    answer(batch.answers());
    if (!snapshotting && opened.wantsSnapshot(host.settings())) {
      snapshotting = true;
      host.snapshot(this, opened);
    }
  }

  /** Forgets the document; what was under way is resolved anew once it is open again. */
  private void recover() {
    if (document != null) {
      host.recovering();
    }
    document = null;
    inFlight.forEach(batch -> takeBack(batch.sources()));
    inFlight.clear();
  }

  /** Back to their places; one that keeps failing goes back to its author's member. */
  private void takeBack(List<Waiting> sources) {
    for (Waiting source : sources) {
      Waiting again = source.again();
      if (closed) {
        sendOn(again);
      } else if (again.attempts() > MAX_ATTEMPTS) {
        host.settle(again, id, new Settlement.Retry());
      } else {
        waiting.putBack(again);
      }
    }
  }

  private void refuse(Waiting submission, Refusal refusal) {
    host.settle(submission, id, new Settlement.Refused(refusal));
  }

  /** One that was given up may come back later, and is as good as a new one or too late. */
  private void opened(OpenDocument opened) {
    if (!opening) {
      return;
    }
    opening = false;
    if (closed) {
      host.closed(this, opened);
    } else {
      document = opened;
      wasOpen = true;
    }
  }

  private void notOpened(LaneMessage.NotOpened why) {
    if (why.again() && !closed) {
      host.later(REOPEN, () -> host.open(this));
      return;
    }
    opening = false;
    if (why.refusal().code() == ErrorCode.PLUGIN_FAILED) {
      return; // work() answers what waits, or opens anew
    }
    waiting.takeAll().forEach(submission -> refuse(submission, why.refusal()));
  }

  private void olderTail(LaneMessage.OlderTail older) {
    readingTail = false;
    boolean extended = document != null && document.extendTail(older.from(), older.operations());
    if (!extended && !waiting.isEmpty()) {
      host.settle(waiting.take(), id, new Settlement.Retry());
    }
  }

  private void tick(long nowMillis) {
    boolean idle = nowMillis - lastUsedMillis > host.settings().idle().toMillis();
    boolean busy = opening || appending || snapshotting || readingTail;
    boolean empty = waiting.isEmpty() && inFlight.isEmpty();
    if (!idle || closed || busy || !empty || host.map().isAway()) {
      return;
    }
    OpenDocument opened = document;
    if (opened != null && opened.hasNewsForSnapshot()) {
      snapshotting = true;
      host.snapshot(this, opened);
      return;
    }
    closed = true;
    if (opened != null) {
      host.map().remove(id, opened.shard(), opened.remembered());
    }
    host.closed(this, opened);
  }

  /** Nothing is decided here any more. */
  private void end() {
    closed = true;
    recover();
    waiting.takeAll().forEach(this::sendOn);
  }

  /**
   * To whoever decides now; from a lost lane to its author's member, which knows what it has told
   * the author meanwhile.
   */
  private void sendOn(Waiting submission) {
    if (inHand.isLost()) {
      host.settle(submission, id, new Settlement.Retry());
    } else {
      host.resubmit(id, submission);
    }
  }
}
