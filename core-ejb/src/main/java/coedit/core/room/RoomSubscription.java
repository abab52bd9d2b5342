package coedit.core.room;

import coedit.core.service.ByteBudget;
import coedit.core.service.ClientsService.ConnectedClient;
import coedit.core.service.JoinRequest;
import coedit.core.service.Participant;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.OperationName;
import coedit.spi.Submission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A session in a room: what it may do, and what it sent that is not settled. Touched by its room
 * only.
 */
final class RoomSubscription implements Subscription {

  private final Room room;
  private JoinRequest request;
  private final GuardedSubscriber subscriber;
  private final ByteBudget.Share unsettledBytes;
  private final Deque<Unsettled> unsettled = new ArrayDeque<>();
  private @Nullable ClientId client;
  private Access access = Access.NONE;
  private long expected = 1;
  private long settledHigh;
  private boolean joined;
  private boolean resendDue;
  private long awaitedRead;
  private long applied = -1;

  /**
   * A submission on its way, to be sent again exactly as it was.
   *
   * @param sinceMillis when it was sent for the first time
   */
  record Unsettled(Submission submission, long sinceMillis, long sentMillis) {}

  /**
   * A session that is not let in yet.
   *
   * @param unsettledBytes where what it sends is counted with everybody's until it is settled
   */
  RoomSubscription(
      Room room, JoinRequest request, Subscriber subscriber, ByteBudget unsettledBytes) {
    this.room = room;
    this.request = request;
    this.subscriber = new GuardedSubscriber(subscriber);
    this.unsettledBytes = unsettledBytes.of(request.participant().user());
  }

  @Override
  public DocumentId document() {
    return request.document();
  }

  Room room() {
    return room;
  }

  JoinRequest request() {
    return request;
  }

  /** Somebody is shown anew; whether they are in, so that their access may have changed. */
  boolean shownAs(Participant participant) {
    request = request.of(participant);
    return joined;
  }

  GuardedSubscriber subscriber() {
    return subscriber;
  }

  /** After how many reads of the log in this room this session still waits for one more. */
  long awaitedRead() {
    return awaitedRead;
  }

  void awaitRead(long reads) {
    awaitedRead = reads;
  }

  boolean isJoined() {
    return joined;
  }

  boolean isOf(String user) {
    return request.participant().user().equals(user);
  }

  ClientId client() {
    ClientId issued = client;
    if (issued == null) {
      throw new IllegalStateException("not joined");
    }
    return issued;
  }

  Access access() {
    return access;
  }

  void access(Access changed) {
    access = changed;
  }

  void joined(ClientId issued, Access granted, long nextSequence) {
    client = issued;
    access = granted;
    expected = nextSequence;
    settledHigh = nextSequence - 1;
    request.resume().ifPresent(point -> applied(point.revision()));
    joined = true;
  }

  void left() {
    joined = false;
    unsettled.forEach(this::forgotten);
    unsettled.clear();
  }

  /** The client has said that it has applied a revision. */
  void applied(long revision) {
    applied = Math.max(applied, revision);
  }

  /** As others may see it, when so much has been delivered. */
  ConnectedClient seen(long delivered) {
    return new ConnectedClient(
        request.participant().user(),
        request.session(),
        client().toString(),
        access,
        request.dialect(),
        delivered,
        applied < 0 ? OptionalLong.empty() : OptionalLong.of(Math.min(applied, delivered)),
        inFlight());
  }

  /** The sequence number that the client's next new operation has. */
  long expected() {
    return expected;
  }

  int inFlight() {
    return unsettled.size();
  }

  /** How long the oldest unsettled submission has waited; 0 when there is none. */
  long waitedMillis(long nowMillis) {
    return unsettled.isEmpty() ? 0 : nowMillis - unsettled.element().sinceMillis();
  }

  /** Keeps a submission until it is settled; false when there is no room for it on the server. */
  boolean sent(Submission submission, long nowMillis) {
    if (!unsettledBytes.take(submission.bytes())) {
      return false;
    }
    expected = Math.max(expected, submission.lastSequence() + 1);
    removeIf(one -> one.submission().first().equals(submission.first()));
    unsettled.add(new Unsettled(submission, nowMillis, nowMillis));
    return true;
  }

  /** The operation was delivered or answered: submissions up to it are settled. */
  void settledUpTo(long sequence) {
    while (!unsettled.isEmpty() && unsettled.element().submission().lastSequence() <= sequence) {
      forgotten(unsettled.remove());
    }
    settledHigh = Math.max(settledHigh, sequence);
    expected = Math.max(expected, sequence + 1);
  }

  boolean isUnsettled(OperationName first, int digest) {
    return unsettled.stream()
        .map(Unsettled::submission)
        .anyMatch(one -> one.first().equals(first) && one.digest() == digest);
  }

  /**
   * Removes a submission that used up no number, refused or without effect, and returns those that
   * were built on it.
   */
  List<Submission> withdrawn(long sequence) {
    List<Submission> built = new ArrayList<>();
    removeIf(
        one -> {
          boolean later = one.submission().first().sequence() > sequence;
          if (later) {
            built.add(one.submission());
          }
          return later || one.submission().first().sequence() == sequence;
        });
    expected = Math.max(sequence, settledHigh + 1);
    return built;
  }

  private void removeIf(Predicate<Unsettled> gone) {
    unsettled.removeIf(
        one -> {
          boolean goes = gone.test(one);
          if (goes) {
            forgotten(one);
          }
          return goes;
        });
  }

  private void forgotten(Unsettled one) {
    unsettledBytes.give(one.submission().bytes());
  }

  /** Whether a resend is to be planned: not while one is planned already. */
  boolean planResend() {
    boolean plan = !resendDue;
    resendDue = true;
    return plan;
  }

  /** The planned resend happens now. */
  void resending() {
    resendDue = false;
  }

  /** All that is unsettled, in order, if the oldest has waited long enough; marks it sent now. */
  List<Submission> dueForResend(long nowMillis, long afterMillis) {
    if (unsettled.isEmpty() || nowMillis - unsettled.element().sentMillis() < afterMillis) {
      return List.of();
    }
    List<Unsettled> due = List.copyOf(unsettled);
    unsettled.clear();
    due.forEach(
        one -> unsettled.add(new Unsettled(one.submission(), one.sinceMillis(), nowMillis)));
    return due.stream().map(Unsettled::submission).toList();
  }
}
