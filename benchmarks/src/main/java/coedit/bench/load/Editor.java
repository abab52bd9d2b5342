package coedit.bench.load;

import coedit.bench.load.socket.SocketLoop;
import coedit.bench.load.wire.ClientMessages;
import coedit.bench.load.wire.CommittedOperation;
import coedit.bench.load.wire.MessageReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A session that types single characters at random places.
 *
 * <p>One submission is under way at a time. What is typed meanwhile waits as a time only; its place
 * is chosen when it is sent, within the text as it is known then, so nothing has to be transformed
 * here. Latency counts from when a character was due, not from when it was sent, so a stalling
 * server cannot hide behind a client that waits for it.
 */
final class Editor extends Follower {

  /** How many typed characters may be unacknowledged; a power of two. */
  private static final int WINDOW = 1 << 13;

  private static final int OPERATIONS_PER_SUBMISSION = 64;
  private static final long MILLISECOND = 1_000_000;

  private final SocketLoop loop;
  private final SplittableRandom random;
  private final long[] typedAt = new long[WINDOW];
  private byte[] client = new byte[0];

  /** Sequence of the next character to be typed, to be sent, to be acknowledged. */
  private long nextTyped;

  private long nextSent;
  private long nextAcknowledged;
  private boolean waitingForRetry;

  /** Nanoseconds between characters; 0: the next is typed when the last is acknowledged. */
  private long interval;

  private boolean typing;
  private int round;

  Editor(DocumentClock clock, MessageReader reader, Measurement measurement, SocketLoop loop) {
    super(clock, reader, measurement);
    this.loop = loop;
    this.random = new SplittableRandom(clock.document().hashCode());
  }

  @Override
  public void joined(JoinedState state) {
    client = state.client().getBytes(StandardCharsets.UTF_8);
    clock.register(state.client(), this);
    nextTyped = state.next();
    nextSent = state.next();
    nextAcknowledged = state.next();
    super.joined(state);
  }

  /**
   * Begins to type.
   *
   * @param perSecond characters per second; 0 for as fast as acknowledgements come
   */
  void start(double perSecond) {
    typing = true;
    round++;
    if (perSecond > 0) {
      interval = (long) (1e9 / perSecond);
      typeAt(System.nanoTime() + random.nextLong(interval), round);
    } else {
      interval = 0;
      typed(System.nanoTime());
    }
  }

  void stop() {
    typing = false;
  }

  boolean isSettled() {
    return nextAcknowledged == nextTyped;
  }

  long typedAt(long sequence) {
    return sequence < nextTyped - WINDOW ? 0 : typedAt[(int) sequence & (WINDOW - 1)];
  }

  private void typeAt(long due, int inRound) {
    loop.at(
        due,
        () -> {
          if (typing && round == inRound) {
            typed(due);
            typeAt(due + interval, inRound);
          }
        });
  }

  private void typed(long due) {
    if (nextTyped - nextAcknowledged >= WINDOW / 2) {
      measurement.incident("typed faster than acknowledged");
      return;
    }
    typedAt[(int) nextTyped++ & (WINDOW - 1)] = due;
    if (nextSent == nextAcknowledged) {
      submit();
    }
  }

  private void submit() {
    long first = nextSent;
    long count = Math.min(nextTyped - first, OPERATIONS_PER_SUBMISSION);
    List<String> operations = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      long place = random.nextLong(length() + i + 1);
      operations.add(place == 0 ? "[\"x\"]" : "[" + place + ",\"x\"]");
    }
    nextSent = first + count;
    send(ClientMessages.submit(document(), first, revision(), operations));
  }

  @Override
  public void operation(CommittedOperation operation) {
    if (operation.isBy(client)) {
      follow(operation);
      settle(operation.sequence());
    } else {
      super.operation(operation);
    }
  }

  @Override
  public void acknowledged(long sequence) {
    measurement.incident("acknowledged without its operations");
    settle(sequence);
  }

  private void settle(long sequence) {
    if (sequence != nextAcknowledged) {
      measurement.incident("own operation out of order");
    }
    measurement.acknowledged(now() - typedAt(sequence));
    nextAcknowledged = sequence + 1;
    if (nextAcknowledged < nextSent) {
      return;
    }
    if (interval == 0 && typing) {
      typed(now());
    } else if (nextTyped > nextSent) {
      submit();
    }
  }

  @Override
  public void refused(Refusal refusal) {
    measurement.incident("refused: " + refusal.code());
    if (!waitingForRetry && refusal.retryAfterMillis() > 0) {
      waitingForRetry = true;
      loop.at(System.nanoTime() + refusal.retryAfterMillis() * MILLISECOND, this::retry);
    }
  }

  private void retry() {
    waitingForRetry = false;
    nextSent = nextAcknowledged;
    submit();
  }
}
