package coedit.web.socket;

import coedit.core.service.Crowd;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.Refusal;
import coedit.core.service.RelayingSubscriber;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.limit.Enforcement;
import coedit.web.limit.Rates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what all sockets do with one document, and all sockets of one user do, within bounds; every
 * protocol comes through here. Thread-safe, as what it stands before.
 *
 * <p>A subscriber hears of a refusal from inside its own call, beside what the core tells it.
 */
final class LimitedEditing implements EditingService {

  static final String DOCUMENT_SOCKETS = "sockets-of-document";
  static final String DOCUMENT_SUBMISSIONS = "submissions-of-document";
  static final String USER_SUBMISSIONS = "submissions-of-user";

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final EditingService inner;
  private final Enforcement enforcement;
  private final Crowd readers;
  private final Rates ofUser;
  private final Rates ofDocument;

  LimitedEditing(
      EditingService inner,
      SocketLimits.Shared limits,
      Enforcement enforcement,
      LongSupplier nanoTime) {
    this.inner = inner;
    this.enforcement = enforcement;
    this.readers = new Crowd(limits.perDocument());
    this.ofUser = rates(limits.ofUser(), nanoTime);
    this.ofDocument = rates(limits.ofDocument(), nanoTime);
  }

  /** How many documents somebody has open; for the gauge. */
  int places() {
    return readers.names();
  }

  /** How many users and documents are remembered with what they may still send; for the gauge. */
  int rates() {
    return ofUser.names() + ofDocument.names();
  }

  private static Rates rates(SocketLimits.Rate rate, LongSupplier nanoTime) {
    return new Rates(rate.perSecond(), rate.burst(), nanoTime);
  }

  @Override
  public Subscription join(JoinRequest request, Subscriber subscriber) {
    Held held = new Held(request, subscriber);
    if (readers.enter(held.key)) {
      held.inside.set(true);
      held.inner = inner.join(request, held);
    } else {
      enforcement.refused(DOCUMENT_SOCKETS);
      subscriber.closed(ErrorCode.BUSY, "too many people have this document open here");
    }
    return held;
  }

  @Override
  public void submit(Subscription subscription, long sequence, long base, List<Payload> payloads) {
    Held held = (Held) subscription;
    Subscription under = held.inner;
    String user = held.request.participant().user();
    if (under == null) {
      return;
    }
    if (!enforcement.exempt().users().contains(user) && !ofUser.take(user)) {
      refuse(held, sequence, USER_SUBMISSIONS, "more submissions than a user may send");
    } else if (held.mayEdit && !ofDocument.take(held.key)) {
      refuse(held, sequence, DOCUMENT_SUBMISSIONS, "more submissions than a document may take");
    } else {
      inner.submit(under, sequence, base, payloads);
    }
  }

  private void refuse(Held held, long sequence, String limit, String reason) {
    enforcement.refused(limit);
    held.refused(sequence, new Refusal(ErrorCode.RATE, reason, PAUSE));
  }

  @Override
  public void sync(Subscription subscription, Payload version) {
    Subscription under = ((Held) subscription).inner;
    if (under != null) {
      inner.sync(under, version);
    }
  }

  @Override
  public void compare(Subscription subscription, long revision, String checksum) {
    Subscription under = ((Held) subscription).inner;
    if (under != null) {
      inner.compare(under, revision, checksum);
    }
  }

  @Override
  public void presence(Subscription subscription, Optional<Payload> state) {
    Subscription under = ((Held) subscription).inner;
    if (under != null) {
      inner.presence(under, state);
    }
  }

  @Override
  public void say(Subscription subscription, Payload word) {
    Subscription under = ((Held) subscription).inner;
    if (under != null) {
      inner.say(under, word);
    }
  }

  @Override
  public void shownAs(Subscription subscription, Participant participant) {
    Subscription under = ((Held) subscription).inner;
    if (under != null) {
      inner.shownAs(under, participant);
    }
  }

  @Override
  public void leave(Subscription subscription) {
    Held held = (Held) subscription;
    Subscription under = held.inner;
    if (under != null) {
      inner.leave(under);
    }
    held.givePlaceBack();
  }

  @Override
  public CompletionStage<Integer> unsettled() {
    return inner.unsettled();
  }

  /** One subscription and its place among those who have the document open. */
  private final class Held implements Subscription, RelayingSubscriber {

    private final JoinRequest request;
    private final Subscriber ear;

    /** The document's name among the counts, made once: submissions come often. */
    private final String key;

    private final AtomicBoolean inside = new AtomicBoolean();
    private volatile @Nullable Subscription inner;

    /** What others refuse takes nothing of what the document's editors may send. */
    private volatile boolean mayEdit;

    Held(JoinRequest request, Subscriber ear) {
      this.request = request;
      this.ear = ear;
      this.key = request.document().toString();
    }

    void givePlaceBack() {
      if (inside.getAndSet(false)) {
        readers.leave(key);
      }
    }

    @Override
    public DocumentId document() {
      return request.document();
    }

    @Override
    public Subscriber ear() {
      return ear;
    }

    @Override
    public void joined(Joined joined) {
      mayEdit = joined.access().allows(Access.EDIT);
      ear.joined(joined);
    }

    @Override
    public void refused(long sequence, Refusal refusal) {
      if (refusal.code() == ErrorCode.TOO_LARGE || refusal.code() == ErrorCode.BUSY) {
        enforcement.refused(refusal.code().code());
      }
      ear.refused(sequence, refusal);
    }

    @Override
    public void closed(ErrorCode code, String reason) {
      givePlaceBack();
      ear.closed(code, reason);
    }
  }
}
