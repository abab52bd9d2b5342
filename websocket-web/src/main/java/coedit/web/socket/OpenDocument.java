package coedit.web.socket;

import coedit.core.service.CommittedBatch;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.web.protocol.ClientMessage;
import coedit.web.protocol.Encoded;
import coedit.web.protocol.ServerMessage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One document on one socket: what the client says goes to the core under this object's lock, one
 * call at a time; what the core says goes to the outbox and takes no lock here, so that the core
 * may answer from inside a call.
 */
final class OpenDocument implements Subscriber, JoinGate.Guest {

  /** Where a document belongs: the socket's own parts. */
  interface Home {
    EditingService editing();

    Outbox<Encoded> outbox();

    JoinGate gate();

    /** The client had another state than the store. */
    void diverged();

    /** The core has ended this join. */
    void forget(OpenDocument document);
  }

  private final Home home;
  private final JoinRequest request;
  private final AtomicBoolean holdsPlace = new AtomicBoolean();
  private volatile boolean ended;

  private @Nullable Subscription subscription;
  private ClientMessage.@Nullable Presence unshown;

  OpenDocument(Home home, JoinRequest request) {
    this.home = home;
    this.request = request;
  }

  DocumentId id() {
    return request.document();
  }

  @Override
  public void start() {
    holdsPlace.set(true);
    synchronized (this) {
      if (!ended) {
        subscription = home.editing().join(request, this);
      }
    }
    if (ended) {
      givePlaceBack();
    }
  }

  /** Hands a submission to the core; false when the join has not been answered or has ended. */
  synchronized boolean submit(ClientMessage.Submit message) {
    if (ended || subscription == null) {
      return false;
    }
    home.editing().submit(subscription, message.sequence(), message.base(), message.payloads());
    return true;
  }

  /** Has the client's state compared with the store's. */
  synchronized void compare(ClientMessage.State message) {
    if (!ended && subscription != null) {
      home.editing().compare(subscription, message.revision(), message.checksum());
    }
  }

  /** Shows a state now, or keeps it for {@link #showLatest} when it comes too fast. */
  synchronized void show(ClientMessage.Presence message, boolean now) {
    if (now && !ended && subscription != null) {
      unshown = null;
      home.editing().presence(subscription, message.state());
    } else {
      unshown = message;
    }
  }

  /** Shows the last state that came too fast. */
  synchronized void showLatest() {
    if (unshown != null) {
      show(unshown, true);
    }
  }

  /** The client leaves, or its socket is gone. */
  void leave() {
    home.gate().cancel(this);
    synchronized (this) {
      if (!ended && subscription != null) {
        home.editing().leave(subscription);
      }
      ended = true;
    }
    givePlaceBack();
  }

  @Override
  public void joined(Joined joined) {
    if (!ended) {
      home.outbox()
          .offerJoined(
              new ServerMessage.JoinedDocument(id(), joined).encode(), this::givePlaceBack);
    }
  }

  @Override
  public void committed(CommittedBatch batch) {
    if (!ended) {
      home.outbox().offer(batch.encodedBy(ServerMessage.OPS_ENCODER));
    }
  }

  @Override
  public void acknowledged(long sequence, long revision) {
    if (!ended) {
      home.outbox().offer(new ServerMessage.Ack(id(), sequence, revision).encode());
    }
  }

  @Override
  public void refused(long sequence, Refusal refusal) {
    if (!ended) {
      home.outbox().offer(new ServerMessage.Refuse(id(), sequence, refusal).encode());
    }
  }

  @Override
  public void presence(List<PresenceChange> changes) {
    List<PresenceChange> others =
        changes.stream().filter(change -> !change.session().equals(request.session())).toList();
    if (!ended && !others.isEmpty()) {
      home.outbox().offerPresence(new NativePresence(id()), others);
    }
  }

  @Override
  public void closed(ErrorCode code, String reason) {
    if (!ended) {
      ended = true;
      home.forget(this);
      if (code == ErrorCode.DIVERGED) {
        home.diverged();
      }
      home.outbox().offer(new ServerMessage.Closed(id(), code, reason).encode());
    }
    givePlaceBack();
  }

  private void givePlaceBack() {
    if (holdsPlace.getAndSet(false)) {
      home.gate().leave();
    }
  }
}
