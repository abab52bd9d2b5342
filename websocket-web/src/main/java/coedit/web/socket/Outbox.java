package coedit.web.socket;

import coedit.core.service.PresenceChange;
import coedit.model.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Step 8 of an edit: what waits for one socket, in order and bounded; the socket's only writer.
 *
 * <p>One frame is in flight at a time. Its completion takes everything that gathered meanwhile, up
 * to a frame's fill, into the next: a peer that keeps up gets each message at once, one that is
 * slower gets fewer and fuller frames, and so does one that is sent more frames than anybody can
 * look at ({@link Pace}). What waits beyond the bound costs presence first. A peer that has not
 * caught up after a grace, or has twice the bound waiting for it, loses the socket: it joins again
 * and resumes, which is cheaper than queueing without end.
 *
 * <p>Presence waits apart from the rest, the latest state of each peer only, and goes out when
 * nothing else waits. Joined documents may be larger than the bound; they are not counted, because
 * {@link JoinGate} lets only a few of them come at a time.
 *
 * <p>Every method may be called from every thread and returns at once: sending is done on the
 * executor. The lock guards the queues and is never held while sending.
 */
public final class Outbox<M> {

  /** How long more than the bound may wait: a burst is over by then. */
  static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Wire wire;
  private final Executor writers;
  private final Framing<M> framing;
  private final Bound bound;
  private final Pace pace;

  private final ArrayDeque<Waiting<M>> queue = new ArrayDeque<>();
  private long queuedBytes;
  private long overSince;
  private boolean over;
  private Map<Peer<M>, PresenceChange> presence = new LinkedHashMap<>();
  private long presenceBytes;
  private boolean writing;
  private @Nullable Ending ending;
  private boolean ended;
  private volatile @Nullable Flight inFlight;

  /**
   * How much may wait.
   *
   * @param bytes for a while; twice as many for no longer than the grace
   * @param nanoTime as {@link System#nanoTime()}
   * @param exceeded hears of the socket's end when it was more
   */
  public record Bound(long bytes, LongSupplier nanoTime, Runnable exceeded) {}

  private record Waiting<M>(M message, int bytes, int counted, Runnable taken) {}

  private record Peer<M>(PresenceTeller<M> teller, String session) {}

  private record Ending(CloseCode code, String reason) {}

  /** What goes out next: messages, the states of peers after them, or the end. */
  private record Next<M>(
      List<Waiting<M>> messages, Map<Peer<M>, PresenceChange> presence, @Nullable Ending ending) {}

  public Outbox(Wire wire, Executor writers, Framing<M> framing, Bound bound) {
    this(wire, writers, framing, bound, Pace.FREE);
  }

  /** Nobody is told when more than so many bytes wait. */
  Outbox(Wire wire, Executor writers, Framing<M> framing, long maxBytes) {
    this(wire, writers, framing, new Bound(maxBytes, System::nanoTime, () -> {}));
  }

  /**
   * What waits for a socket that is not sent frames faster than is of use; a full frame never
   * waits.
   */
  Outbox(Wire wire, Executor writers, Framing<M> framing, Bound bound, Pace pace) {
    this.wire = wire;
    this.writers = writers;
    this.framing = framing;
    this.bound = bound;
    this.pace = pace;
  }

  public void offer(M message) {
    int bytes = framing.bytes(message);
    add(new Waiting<>(message, bytes, bytes, () -> {}));
  }

  /**
   * A joined document, which is not counted.
   *
   * @param taken is run when it leaves the queue for the wire
   */
  public void offerJoined(M message, Runnable taken) {
    add(new Waiting<>(message, framing.bytes(message), 0, taken));
  }

  /**
   * As {@link #offerJoined(Object, Runnable)} in several messages.
   *
   * @param taken is run when the last of them leaves the queue
   */
  public void offerJoined(List<M> messages, Runnable taken) {
    for (int i = 0; i < messages.size(); i++) {
      offerJoined(messages.get(i), i == messages.size() - 1 ? taken : () -> {});
    }
  }

  public void offerPresence(PresenceTeller<M> teller, List<PresenceChange> changes) {
    synchronized (this) {
      if (ended || ending != null) {
        return;
      }
      for (PresenceChange change : changes) {
        PresenceChange old = presence.put(new Peer<>(teller, change.session()), change);
        presenceBytes += sizeOf(change);
        presenceBytes -= old == null ? 0 : sizeOf(old);
      }
      shortenPresence();
      if (!startWriting()) {
        return;
      }
    }
    writers.execute(this::write);
  }

  /** Of more states than may wait the latest are kept, and who has left: that is said once. */
  private void shortenPresence() {
    presence
        .values()
        .removeIf(
            change -> {
              boolean goes =
                  queuedBytes + presenceBytes > bound.bytes && change.state().isPresent();
              presenceBytes -= goes ? sizeOf(change) : 0;
              return goes;
            });
    if (queuedBytes + presenceBytes > bound.bytes) {
      dropPresence();
    }
  }

  /** Sends what waits and this last message, then closes; nothing is taken any more. */
  public void finish(M last, CloseCode code, String reason) {
    finish(List.of(last), code, reason);
  }

  /** As {@link #finish(Object, CloseCode, String)} with any number of last messages. */
  public void finish(List<M> last, CloseCode code, String reason) {
    synchronized (this) {
      if (ended || ending != null) {
        return;
      }
      dropPresence();
      last.forEach(each -> queue.add(new Waiting<>(each, framing.bytes(each), 0, () -> {})));
      ending = new Ending(code, reason);
      if (!startWriting()) {
        return;
      }
    }
    writers.execute(this::write);
  }

  /** Closes at once; what waits is lost. */
  public void abort(CloseCode code, String reason) {
    if (discard()) {
      wire.close(code, reason);
    }
  }

  /** Forgets what waits: the socket is gone. Whether it was news. */
  public synchronized boolean discard() {
    boolean news = !ended;
    ended = true;
    queue.clear();
    queuedBytes = 0;
    dropPresence();
    return news;
  }

  /** Whether nothing is sent any more, and nothing taken. */
  public synchronized boolean hasEnded() {
    return ended;
  }

  /** The frame that is on its way to the peer now, as a token to compare. */
  public @Nullable Object inFlight() {
    return inFlight;
  }

  /** Bytes that wait, counted as the bound counts them. */
  public synchronized long waitingBytes() {
    return queuedBytes + presenceBytes;
  }

  private void add(Waiting<M> waiting) {
    boolean overflow = false;
    synchronized (this) {
      if (ended || ending != null) {
        return;
      }
      if (queuedBytes + presenceBytes + waiting.counted > bound.bytes) {
        dropPresence();
        overflow = isTooMuch(queuedBytes + waiting.counted);
      }
      if (!overflow) {
        queue.add(waiting);
        queuedBytes += waiting.counted;
        if (!startWriting()) {
          return;
        }
      }
    }
    if (overflow) {
      bound.exceeded.run();
      abort(framing.overflow(), "too much was waiting for this connection");
    } else {
      writers.execute(this::write);
    }
  }

  /** A message that alone is over the bound passes when nothing else waits. */
  private boolean isTooMuch(long bytes) {
    if (queuedBytes == 0 || bytes <= bound.bytes) {
      return false;
    }
    long now = bound.nanoTime.getAsLong();
    if (!over) {
      over = true;
      overSince = now;
    }
    return bytes > 2 * bound.bytes || now - overSince > GRACE_NANOS;
  }

  private static int sizeOf(PresenceChange change) {
    return 128 + change.state().map(Payload::size).orElse(0);
  }

  private boolean startWriting() {
    boolean start = !writing;
    writing = true;
    return start;
  }

  private void dropPresence() {
    presence = new LinkedHashMap<>();
    presenceBytes = 0;
  }

  /** Sends until nothing waits or a frame is in flight; only one thread is in here at a time. */
  private void write() {
    while (mayGo()) {
      Next<M> next = take();
      if (next == null) {
        return;
      }
      if (next.ending != null) {
        abort(next.ending.code, next.ending.reason);
        return;
      }
      next.messages.forEach(message -> message.taken.run());
      Flight flight = new Flight();
      if (!send(next, flight)) {
        return;
      }
      if (!flight.landed()) {
        return; // its completion goes on
      }
    }
  }

  /**
   * Whether the next frame goes now, or there is none; otherwise writing goes on when it is due.
   */
  private boolean mayGo() {
    synchronized (this) {
      boolean nothing = queue.isEmpty() && presence.isEmpty();
      if (ended || ending != null || nothing || queuedBytes >= framing.frameFill()) {
        return true;
      }
    }
    return pace.takes(() -> writers.execute(this::write));
  }

  /** Whether a frame is on its way, or there was nothing to say after all and it counts as sent. */
  private boolean send(Next<M> next, Flight flight) {
    List<M> messages = messages(next);
    if (messages.isEmpty()) {
      flight.landed();
      return true;
    }
    if (framing.frameFill() == 0) {
      messages = firstOf(messages);
    }
    inFlight = flight;
    try {
      wire.send(framing.frame(messages), flight);
      return true;
    } catch (RuntimeException socketIsGone) {
      abort(CloseCode.OUR_FAULT, "the connection failed");
      return false;
    }
  }

  /** The others go next, one by one. */
  private synchronized List<M> firstOf(List<M> messages) {
    for (int i = messages.size() - 1; i > 0 && !ended; i--) {
      M message = messages.get(i);
      queue.addFirst(new Waiting<>(message, framing.bytes(message), 0, () -> {}));
    }
    return messages.subList(0, 1);
  }

  private synchronized @Nullable Next<M> take() {
    if (ended || (queue.isEmpty() && presence.isEmpty() && ending == null)) {
      writing = false;
      return null;
    }
    if (queue.isEmpty() && ending != null) {
      return new Next<>(List.of(), Map.of(), ending);
    }
    List<Waiting<M>> messages = new ArrayList<>(4);
    long bytes = 0;
    for (Waiting<M> first = queue.peek();
        first != null && (messages.isEmpty() || bytes + first.bytes <= framing.frameFill());
        first = queue.peek()) {
      messages.add(queue.remove());
      bytes += first.bytes;
      queuedBytes -= first.counted;
    }
    over &= queuedBytes > bound.bytes;
    Map<Peer<M>, PresenceChange> peers = Map.of();
    if (queue.isEmpty() && !presence.isEmpty()) {
      peers = presence;
      dropPresence();
    }
    return new Next<>(messages, peers, null);
  }

  private List<M> messages(Next<M> next) {
    List<M> messages = new ArrayList<>(next.messages.size() + 1);
    next.messages.forEach(waiting -> messages.add(waiting.message));
    Map<PresenceTeller<M>, List<PresenceChange>> byTeller = new LinkedHashMap<>();
    next.presence.forEach(
        (peer, change) ->
            byTeller.computeIfAbsent(peer.teller, id -> new ArrayList<>()).add(change));
    byTeller.forEach((teller, changes) -> messages.addAll(teller.tell(changes)));
    return messages;
  }

  /**
   * A frame in flight. Two events meet here, in either order: the call that sent it returns, and
   * its completion comes. Whoever is second has the next one sent, so that completions inside the
   * call do not pile up on the stack. A completion's thread is the container's, and may not be held
   * by a peer that does not read.
   */
  private final class Flight implements Wire.Completion {
    private final AtomicBoolean met = new AtomicBoolean();

    boolean landed() {
      return met.getAndSet(true);
    }

    @Override
    public void sent(boolean successfully) {
      inFlight = null;
      if (!successfully) {
        abort(CloseCode.OUR_FAULT, "the connection failed");
      }
      if (landed()) {
        writers.execute(Outbox.this::write);
      }
    }
  }
}
