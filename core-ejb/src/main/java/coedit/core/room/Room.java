package coedit.core.room;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.mailbox.Mailbox;
import coedit.core.service.CommittedBatch;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Step 7 of an edit, second half. One open document on one member: delivers committed operations to
 * its sessions in revision order, and repairs from the log what did not come.
 *
 * <p>Every change is a message in the mailbox; nothing here is touched by two threads at once.
 */
final class Room {

  private static final Duration REPAIR_RETRY = Duration.ofSeconds(1);

  private final DocumentId id;
  private final RoomHost host;
  private final Mailbox<RoomMessage> mailbox;
  private final RoomPresence presence;
  private final Joining joining;
  private final Sending sending;
  private final Syncing syncing;
  private final Comparing comparing;

  private final Attendance here;
  private @Nullable RoomContent content;
  private boolean loading;
  private boolean repairing;
  private boolean rebasing;
  private boolean readingGrants;
  private boolean closed;
  private long headSeen;
  private long accessSeen;
  private volatile long delivered = -1;
  private volatile RoomLoad load = RoomLoad.NONE;

  Room(DocumentId id, RoomHost host, Executor executor) {
    this.id = id;
    this.host = host;
    this.mailbox = new Mailbox<>(executor, messages -> Mailbox.each(messages, this::on));
    this.presence = new RoomPresence(this, host);
    this.syncing = new Syncing(this, host);
    this.comparing = new Comparing(this, host);
    this.here = new Attendance(host.nowMillis());
    this.joining = new Joining(host, syncing, here);
    this.sending = new Sending(id, host);
  }

  DocumentId id() {
    return id;
  }

  void tell(RoomMessage message) {
    mailbox.offer(message);
  }

  /** How many messages wait; any thread may ask. */
  int waiting() {
    return mailbox.size();
  }

  /** The last revision delivered here, or -1 while loading; any thread may ask. */
  long delivered() {
    return delivered;
  }

  /** What was here at its last tick; any thread may ask. */
  RoomLoad load() {
    return load;
  }

  private void on(RoomMessage message) {
    if (closed) {
      host.readdress(id, message);
    } else if (message instanceof RoomMessage.Committed committed) {
      deliver(committed.operations());
    } else if (message instanceof RoomMessage.Submit submit) {
      submit(submit);
    } else if (message instanceof RoomMessage.Join join) {
      joining.arrives(join.who(), loading || repairing);
      admit();
    } else if (message instanceof RoomMessage.Leave leave) {
      leave(leave.who());
    } else if (message instanceof RoomMessage.Settled settled) {
      settled(settled.outcome());
    } else if (message instanceof RoomMessage.Resend resend) {
      resend.who().resending();
      sending.resend(resend.who(), content, Duration.ZERO);
    } else {
      onBackground(message);
    }
  }

  private void onBackground(RoomMessage message) {
    if (message instanceof RoomMessage.Loaded loaded && loading) {
      loading = false;
      content = new RoomContent(loaded.content(), loaded.type(), loaded.grants(), host.settings());
      delivered = content.delivered();
      host.opened(this);
      joining.read();
      admit();
      headSeen(delivered);
      accessChanged(accessSeen);
    } else if (message instanceof RoomMessage.NotLoaded failed) {
      loading = false;
      here.turnAway(failed.code(), failed.reason());
    } else if (message instanceof RoomMessage.HeadSeen seen) {
      headSeen(seen.head());
    } else if (message instanceof RoomMessage.Repaired repaired) {
      repaired(repaired);
    } else if (message instanceof RoomMessage.NotRepaired failed) {
      notRepaired(failed);
    } else if (message instanceof RoomMessage.Rebased rebased) {
      rebasing = false;
      comparing.replayed(rebased.snapshot());
      if (rebased.snapshot().isPresent() && content != null) {
        content.rebased(rebased.snapshot().get());
        admit();
      } else {
        here.turnAway(ErrorCode.DEGRADED, "this document cannot be opened now");
      }
    } else if (message instanceof RoomMessage.AccessChanged changed) {
      accessChanged(changed.accessEpoch());
    } else if (message instanceof RoomMessage.Granted granted) {
      granted(granted);
    } else if (message instanceof RoomMessage.Tick tick) {
      tick(tick.nowMillis());
    } else {
      onSession(message);
    }
  }

  private void onSession(RoomMessage message) {
    if (message instanceof RoomMessage.OfPeople said) {
      presence.on(said, here.sessions());
    } else if (message instanceof RoomMessage.Compare claim) {
      comparing.heard(claim);
    } else if (message instanceof RoomMessage.Ask asked) {
      asked.question().accept(here, delivered);
    } else if (message instanceof RoomMessage.ShownAs shown
        && shown.who().shownAs(shown.participant())) {
      recheck(shown.who());
    } else if (message instanceof RoomMessage.Sync sync && sync.who().isJoined()) {
      syncing.ask(sync.who(), sync.version());
      sync();
    } else if (message instanceof RoomMessage.Synced synced) {
      synced(synced);
    } else if (message instanceof RoomMessage.NotSynced failed) {
      here.turnAway(failed.code(), failed.reason());
      syncing.failed().forEach(who -> end(who, failed.code(), failed.reason()));
    }
  }

  private void submit(RoomMessage.Submit submit) {
    RoomContent present = content;
    RoomSubscription who = submit.who();
    boolean mayEdit = who.access().allows(Access.EDIT);
    if (present == null || !who.isJoined() || mayEdit || present.needsTail()) {
      sending.submit(submit, present);
    } else {
      syncing.sent(who, submit);
      sync();
    }
  }

  /** Has looked up what sessions that sync by version have asked, or wait for to be let in. */
  private void sync() {
    RoomContent present = content;
    if (present != null) {
      syncing.work(present, joining.versions());
    }
  }

  private void synced(RoomMessage.Synced found) {
    List<RoomSubscription> turned = syncing.done(found, here);
    turned.forEach(who -> end(who, ErrorCode.INVALID_OPERATION, "not a version"));
    admit();
  }

  private void end(RoomSubscription who, ErrorCode code, String reason) {
    leave(who);
    who.subscriber().closed(code, reason);
  }

  /** Lets arriving sessions in as far as that is possible now. */
  private void admit() {
    RoomContent present = content;
    if (loading) {
      return;
    }
    if (here.arriving().isEmpty()) {
      sync();
      return;
    }
    if (present == null) {
      loading = true;
      host.load(this);
      return;
    }
    for (RoomSubscription who : here.takeArriving()) {
      Joining.Answer answer = joining.answer(who, present);
      if (answer == Joining.Answer.IN) {
        entered(who);
      } else if (answer == Joining.Answer.AFTER_REPAIR) {
        here.arrives(who);
        repair();
      } else if (answer == Joining.Answer.AFTER_REBASE) {
        here.arrives(who);
        rebase(present);
      } else if (answer == Joining.Answer.AFTER_SYNC) {
        here.arrives(who);
      }
    }
    sync();
  }

  private void entered(RoomSubscription who) {
    here.entered(who);
    presence.entered(who);
  }

  private void leave(RoomSubscription who) {
    if (here.leaves(who, host.nowMillis())) {
      presence.left(who);
      syncing.left(who);
      comparing.left(who);
      sending.left(who);
    }
  }

  private void deliver(List<Operation> operations) {
    RoomContent present = content;
    if (present == null) {
      headSeen(operations.get(operations.size() - 1).revision());
      return;
    }
    List<Operation> next = present.take(operations);
    if (!next.isEmpty()) {
      delivered = present.delivered();
      CommittedBatch batch = new CommittedBatch(id, next);
      for (Operation operation : next) {
        here.settled(operation).ifPresent(who -> end(who, ErrorCode.FORBIDDEN, Joining.ANOTHERS));
      }
      here.sessions().forEach(session -> session.subscriber().committed(batch));
      sending.delivered(delivered);
    }
    if (present.hasGap()) {
      repair();
    }
  }

  private void headSeen(long head) {
    headSeen = Math.max(headSeen, head);
    if (content != null && headSeen > content.delivered()) {
      repair();
    }
  }

  private void repair() {
    if (!repairing) {
      repairing = true;
      host.repair(this, delivered);
    }
  }

  private void repaired(RoomMessage.Repaired read) {
    repairing = false;
    if (!read.operations().isEmpty()) {
      deliver(read.operations());
    }
    if (content == null) {
      return;
    }
    if (read.more()) {
      repair();
    } else {
      joining.read();
      admit();
    }
  }

  private void notRepaired(RoomMessage.NotRepaired failed) {
    if (failed.code() == ErrorCode.DEGRADED) {
      joining.cannotRead(failed);
      admit();
      host.later(REPAIR_RETRY, () -> host.repair(this, Math.max(delivered, 0)));
    } else {
      repairing = false;
      forget();
      here.turnAway(failed.code(), failed.reason());
      List.copyOf(here.sessions()).forEach(who -> end(who, failed.code(), failed.reason()));
    }
  }

  /** What comes next is loaded anew. */
  private void forget() {
    content = null;
    delivered = -1;
    accessSeen = 0;
  }

  private void rebase(RoomContent present) {
    if (rebasing) {
      return;
    }
    rebasing = true;
    if (present.reaches(present.base().revision())) {
      host.rebase(this, present.type(), present.base(), present.after(present.base().revision()));
    } else {
      host.rebaseFromStore(this, present.record(), present.type(), present.delivered());
    }
  }

  private void settled(ClusterMessage.Settled outcome) {
    Settlement settlement = outcome.settlement();
    RoomSubscription who = here.of(outcome.submission().client());
    RoomContent present = content;
    if (who == null || present == null) {
      return;
    }
    if (settlement instanceof Settlement.Recheck recheck) {
      if (recheck.accessEpoch() > present.accessEpoch()) {
        accessChanged(recheck.accessEpoch());
      } else {
        resendSoon(who);
      }
    } else if (settlement instanceof Settlement.Duplicate duplicate
        && duplicate.revision() > present.delivered()) {
      sending.keep(who, outcome);
      headSeen(duplicate.revision());
    } else if (sending.settled(who, outcome)) {
      resendSoon(who);
    }
  }

  /** However many submissions came back, they are sent again together, once. */
  private void resendSoon(RoomSubscription who) {
    if (who.planResend()) {
      host.later(Sending.RETRY, () -> tell(new RoomMessage.Resend(who)));
    }
  }

  private void accessChanged(long accessEpoch) {
    accessSeen = Math.max(accessSeen, accessEpoch);
    if (content != null && accessSeen > content.accessEpoch() && !readingGrants) {
      readingGrants = true;
      host.readGrants(this);
    }
  }

  private void granted(RoomMessage.Granted granted) {
    readingGrants = false;
    RoomContent present = content;
    if (present == null) {
      return;
    }
    granted.grants().ifPresent(grants -> present.granted(granted.accessEpoch(), grants));
    if (granted.grants().isEmpty()) {
      forget();
    }
    List.copyOf(here.sessions()).forEach(this::recheck);
    accessChanged(accessSeen);
  }

  private void recheck(RoomSubscription who) {
    Access now = content == null ? Access.NONE : content.access(who.request().participant());
    if (now != who.access()) {
      boolean out = now == Access.NONE;
      end(who, out ? ErrorCode.NOT_FOUND : ErrorCode.RESYNC, "your access has changed");
    } else {
      sending.resend(who, content, Duration.ZERO);
    }
  }

  private void tick(long nowMillis) {
    here.failed().forEach(this::leave);
    here.sessions().forEach(who -> sending.resend(who, content, host.settings().resend()));
    presence.tick(nowMillis);
    admit(); // without what takes too long
    syncing.forgetIfIdle(nowMillis);
    comparing.look(content).forEach(who -> end(who, ErrorCode.DIVERGED, Comparing.DIFFERS));
    load = here.load(nowMillis, content, presence, syncing);
    if (!loading) {
      host.told(this);
    }
    boolean idle = here.isEmptySince(host.settings().idle().toMillis(), nowMillis);
    closed = idle && !loading && !repairing && host.closing(this);
  }
}
