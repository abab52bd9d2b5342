package coedit.web.socket;

import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.model.Payload;
import coedit.web.protocol.Encoded;
import coedit.web.protocol.ServerMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Step 8 of an edit: what waits for one socket, in order and bounded; the socket's only writer.
 *
 * <p>One frame is in flight at a time. Its completion takes everything that gathered meanwhile, up
 * to a frame's fill, into the next: a peer that keeps up gets each message at once, one that is
 * slower gets fewer and fuller frames. What waits beyond the bound costs presence first, then the
 * socket: the peer joins again and resumes, which is cheaper than queueing without end.
 *
 * <p>Presence waits apart from the rest, the latest state of each peer only, and goes out when
 * nothing else waits. Joined documents may be larger than the bound; they are not counted, because
 * {@link JoinGate} lets only a few of them come at a time.
 *
 * <p>Every method may be called from every thread and returns at once: sending is done on the
 * executor or on the thread that reports a completion. The lock guards the queues and is never held
 * while sending.
 */
final class Outbox {

  /** Frames are filled up to this; one larger message goes alone. */
  static final int FRAME_FILL = 32 * 1024;

  private final Wire wire;
  private final Executor writers;
  private final long maxBytes;

  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private long queuedBytes;
  private Map<Peer, PresenceChange> presence = new LinkedHashMap<>();
  private long presenceBytes;
  private boolean writing;
  private @Nullable Ending ending;
  private boolean ended;

  private record Waiting(Encoded message, int counted, Runnable taken) {}

  private record Peer(DocumentId document, String session) {}

  private record Ending(CloseCode code, String reason) {}

  /** What goes out next: messages, the states of peers after them, or the end. */
  private record Next(
      List<Waiting> messages, Map<Peer, PresenceChange> presence, @Nullable Ending ending) {}

  Outbox(Wire wire, Executor writers, long maxBytes) {
    this.wire = wire;
    this.writers = writers;
    this.maxBytes = maxBytes;
  }

  void offer(Encoded message) {
    add(new Waiting(message, message.bytes(), () -> {}));
  }

  /**
   * A joined document, which is not counted.
   *
   * @param taken is run when it leaves the queue for the wire
   */
  void offerJoined(Encoded message, Runnable taken) {
    add(new Waiting(message, 0, taken));
  }

  void offerPresence(DocumentId document, List<PresenceChange> changes) {
    synchronized (this) {
      if (ended || ending != null) {
        return;
      }
      for (PresenceChange change : changes) {
        PresenceChange old = presence.put(new Peer(document, change.session()), change);
        presenceBytes += sizeOf(change);
        presenceBytes -= old == null ? 0 : sizeOf(old);
      }
      if (queuedBytes + presenceBytes > maxBytes) {
        dropPresence();
      }
      if (!startWriting()) {
        return;
      }
    }
    writers.execute(this::write);
  }

  /** Sends what waits and this last message, then closes; nothing is taken any more. */
  void finish(Encoded last, CloseCode code, String reason) {
    synchronized (this) {
      if (ended || ending != null) {
        return;
      }
      dropPresence();
      queue.add(new Waiting(last, 0, () -> {}));
      ending = new Ending(code, reason);
      if (!startWriting()) {
        return;
      }
    }
    writers.execute(this::write);
  }

  /** Closes at once; what waits is lost. */
  void abort(CloseCode code, String reason) {
    if (discard()) {
      wire.close(code, reason);
    }
  }

  /** Forgets what waits: the socket is gone. Whether it was news. */
  synchronized boolean discard() {
    boolean news = !ended;
    ended = true;
    queue.clear();
    queuedBytes = 0;
    dropPresence();
    return news;
  }

  /** Bytes that wait, counted as the bound counts them. */
  synchronized long waitingBytes() {
    return queuedBytes + presenceBytes;
  }

  private void add(Waiting waiting) {
    boolean overflow = false;
    synchronized (this) {
      if (ended || ending != null) {
        return;
      }
      if (queuedBytes + presenceBytes + waiting.counted > maxBytes) {
        dropPresence();
        // A message that alone is over the bound passes when nothing else waits.
        overflow = queuedBytes > 0 && queuedBytes + waiting.counted > maxBytes;
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
      abort(CloseCode.FELL_BEHIND, "too much was waiting for this connection");
    } else {
      writers.execute(this::write);
    }
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
    for (Next next = take(); next != null; next = take()) {
      if (next.ending != null) {
        abort(next.ending.code, next.ending.reason);
        return;
      }
      String frame = FrameText.of(encode(next));
      next.messages.forEach(message -> message.taken.run());
      Flight flight = new Flight();
      try {
        wire.send(frame, flight);
      } catch (RuntimeException socketIsGone) {
        abort(CloseCode.OUR_FAULT, "the connection failed");
        return;
      }
      if (!flight.landed()) {
        return; // its completion goes on
      }
    }
  }

  private synchronized @Nullable Next take() {
    if (ended || (queue.isEmpty() && presence.isEmpty() && ending == null)) {
      writing = false;
      return null;
    }
    if (queue.isEmpty() && ending != null) {
      return new Next(List.of(), Map.of(), ending);
    }
    List<Waiting> messages = new ArrayList<>(4);
    long bytes = 0;
    for (Waiting first = queue.peek();
        first != null && (messages.isEmpty() || bytes + first.message.bytes() <= FRAME_FILL);
        first = queue.peek()) {
      messages.add(queue.remove());
      bytes += first.message.bytes();
      queuedBytes -= first.counted;
    }
    Map<Peer, PresenceChange> peers = Map.of();
    if (queue.isEmpty() && !presence.isEmpty()) {
      peers = presence;
      dropPresence();
    }
    return new Next(messages, peers, null);
  }

  private static List<Encoded> encode(Next next) {
    List<Encoded> frame = new ArrayList<>(next.messages.size() + 1);
    next.messages.forEach(waiting -> frame.add(waiting.message));
    Map<DocumentId, List<PresenceChange>> byDocument = new LinkedHashMap<>();
    next.presence.forEach(
        (peer, change) ->
            byDocument.computeIfAbsent(peer.document, id -> new ArrayList<>()).add(change));
    byDocument.forEach(
        (document, changes) -> frame.add(new ServerMessage.Presence(document, changes).encode()));
    return frame;
  }

  /**
   * A frame in flight. Two events meet here, in either order: the call that sent it returns, and
   * its completion comes. Whoever is second sends the next one, so that completions inside the call
   * do not pile up on the stack.
   */
  private final class Flight implements Wire.Completion {
    private final AtomicBoolean met = new AtomicBoolean();

    boolean landed() {
      return met.getAndSet(true);
    }

    @Override
    public void sent(boolean successfully) {
      if (!successfully) {
        abort(CloseCode.OUR_FAULT, "the connection failed");
      }
      if (landed()) {
        write();
      }
    }
  }
}
