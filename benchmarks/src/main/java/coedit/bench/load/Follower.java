package coedit.bench.load;

import coedit.bench.load.socket.ClientSocket;
import coedit.bench.load.socket.SocketListener;
import coedit.bench.load.wire.ClientMessages;
import coedit.bench.load.wire.CommittedOperation;
import coedit.bench.load.wire.MessageReader;
import coedit.bench.load.wire.ServerEvents;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One session that has joined one document: follows its revisions, checks that none is missing or
 * repeated, and counts how long each was on its way. On the loop's thread only.
 */
class Follower implements SocketListener, ServerEvents {

  private final MessageReader reader;
  private final CompletableFuture<JoinedState> joined = new CompletableFuture<>();
  final DocumentClock clock;
  final Measurement measurement;
  private @Nullable ClientSocket socket;
  private long revision;
  private long length;
  private long now;
  private long askedAt;
  private long waited;

  Follower(DocumentClock clock, MessageReader reader, Measurement measurement) {
    this.clock = clock;
    this.reader = reader;
    this.measurement = measurement;
  }

  /** Completes with the first state, or fails with the reason why there is none. */
  final CompletableFuture<JoinedState> whenJoined() {
    return joined;
  }

  final String document() {
    return clock.document();
  }

  final long revision() {
    return revision;
  }

  /** The text's length in code points at {@link #revision}. */
  final long length() {
    return length;
  }

  /** Nanoseconds from asking to join to the whole state being read. */
  final long waitedForState() {
    return waited;
  }

  /** When the message that is being read arrived. */
  final long now() {
    return now;
  }

  final void send(byte[] message) {
    if (socket != null) {
      socket.send(message, 0, message.length);
    }
  }

  final void disconnect() {
    ClientSocket open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public final void opened(ClientSocket opened) {
    socket = opened;
  }

  @Override
  public final void received(byte[] bytes, int from, int to) {
    now = System.nanoTime();
    reader.read(bytes, from, to, this);
  }

  @Override
  public final void closed(String reason) {
    boolean wanted = socket == null;
    socket = null;
    if (!joined.completeExceptionally(new IllegalStateException(reason)) && !wanted) {
      measurement.incident("connection lost: " + reason);
    }
  }

  @Override
  public final void welcomed() {
    askedAt = System.nanoTime();
    send(ClientMessages.join(document()));
  }

  @Override
  public final void pinged() {
    send(ClientMessages.pong());
  }

  @Override
  public void joined(JoinedState state) {
    revision = state.head();
    length = state.length();
    waited = System.nanoTime() - askedAt;
    joined.complete(state);
  }

  @Override
  public void operation(CommittedOperation operation) {
    follow(operation);
    long typed = clock.typedAt(operation);
    if (typed != 0) {
      measurement.delivered(now - typed);
    }
  }

  final void follow(CommittedOperation operation) {
    if (operation.revision() != revision + 1) {
      measurement.incident("revision out of order");
    }
    revision = operation.revision();
    length += operation.lengthChange();
  }

  @Override
  public void acknowledged(long sequence) {}

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public final void ended(String kind, String code) {
    joined.completeExceptionally(new IllegalStateException(kind + ": " + code));
    measurement.incident(kind + " " + code);
  }
}
