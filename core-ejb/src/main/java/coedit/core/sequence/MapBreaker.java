package coedit.core.sequence;

import coedit.core.mailbox.Timer;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingEntry.Append;
import coedit.model.DocumentId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A time limit and a circuit breaker around a map that others take part in. A call that is not
 * answered in time fails; whether it was done nobody knows, and whoever made it starts from the
 * store again. When half of the last calls failed, the breaker opens: calls fail at once with
 * {@link MapAwayException}, and are not made. A while later one is let through (half-open), and it
 * closes when that is answered.
 *
 * <p>Time is looked at in {@link #look}, so that no call costs a timer of its own.
 */
public final class MapBreaker implements SequencingMap {

  private static final int CALLS = 10;
  private static final int LEAST_CALLS = 3;
  private static final Duration OPEN = Duration.ofSeconds(2);

  private static final CircuitBreakerConfig CONFIG =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(CALLS)
          .minimumNumberOfCalls(LEAST_CALLS)
          .permittedNumberOfCallsInHalfOpenState(1)
          // Not by itself, which would be by the wall clock: look() ends it.
          .waitDurationInOpenState(Duration.ofDays(36_500))
          .writableStackTraceEnabled(false)
          .build();

  private final SequencingMap map;
  private final Timer timer;
  private final Duration limit;
  private final ConcurrentSkipListMap<Long, Call<?>> underWay = new ConcurrentSkipListMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger turns = new AtomicInteger();
  private long openMillis = -1;

  private final CircuitBreaker breaker = CircuitBreaker.of("map", CONFIG);

  /** A question that is open. */
  private static final class Call<T> extends CompletableFuture<T> {
    private final long sinceMillis;
    private final int turn;

    /**
     * @param turn how often the breaker had opened, closed or half opened when it was asked
     */
    Call(long sinceMillis, int turn) {
      this.sinceMillis = sinceMillis;
      this.turn = turn;
    }
  }

  /**
   * @param timer only asked what time it is
   * @param limit how long a call may take, up to the next look
   */
  public MapBreaker(SequencingMap map, Timer timer, Duration limit) {
    this.map = map;
    this.timer = timer;
    this.limit = limit;
    breaker
        .getEventPublisher()
        .onStateTransition(
            turned -> {
              if (turned.getStateTransition().getToState() != CircuitBreaker.State.HALF_OPEN) {
                turns.incrementAndGet();
              }
            });
  }

  /** Every second, by one thread: ends what takes too long, and tries again after a while. */
  public void look() {
    long now = timer.millis();
    for (Map.Entry<Long, Call<?>> oldest : underWay.entrySet()) {
      if (now - oldest.getValue().sinceMillis < limit.toMillis()) {
        break;
      }
      ended(oldest.getKey(), null, new TimeoutException("no answer within " + limit));
    }
    if (!isAway()) {
      openMillis = -1;
    } else if (openMillis < 0) {
      openMillis = now;
    } else if (now - openMillis >= OPEN.toMillis()) {
      openMillis = -1;
      // Before it turns: the one call that is let through must count, or it never turns again.
      turns.incrementAndGet();
      breaker.transitionToHalfOpenState();
    }
  }

  private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> question) {
    if (!breaker.tryAcquirePermission()) {
      return CompletableFuture.failedFuture(new MapAwayException());
    }
    long number = numbers.incrementAndGet();
    Call<T> call = new Call<>(timer.millis(), turns.get());
    underWay.put(number, call);
    try {
      question.get().whenComplete((answer, failure) -> ended(number, answer, failure));
    } catch (RuntimeException ended) { // a map that has ended itself throws at once
      ended(number, null, ended);
    }
    return call;
  }

  /**
   * Only the first end of a call counts; and for the breaker, what became of calls that were asked
   * since it turned last: of older ones it knows already, or they are of a fault that is over.
   */
  @SuppressWarnings("unchecked") // an answer is of the type of the call that has its number
  private void ended(long number, @Nullable Object answer, @Nullable Throwable failure) {
    Call<Object> call = (Call<Object>) underWay.remove(number);
    if (call == null) {
      return;
    }
    boolean counts = call.turn == turns.get();
    if (failure == null) {
      if (counts) {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
      }
      call.complete(answer);
    } else {
      if (counts) {
        breaker.onError(0, TimeUnit.NANOSECONDS, failure);
      }
      call.completeExceptionally(failure);
    }
  }

  @Override
  public CompletionStage<Answer> append(DocumentId document, int shard, Append request) {
    return call(() -> map.append(document, shard, request));
  }

  @Override
  public CompletionStage<Boolean> install(DocumentId document, int shard, SequencingEntry entry) {
    return call(() -> map.install(document, shard, entry));
  }

  @Override
  public CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch) {
    return call(() -> map.raiseAccessEpoch(document, shard, accessEpoch));
  }

  @Override
  public CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected) {
    return call(() -> map.remove(document, shard, expected));
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean isAway() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /** 0 closed, 1 half-open, 2 open; for the gauge. */
  public int state() {
    return switch (breaker.getState()) {
      case OPEN -> 2;
      case HALF_OPEN -> 1;
      default -> 0;
    };
  }

  /** How many calls were not made so far; for the gauge. */
  public long refused() {
    return breaker.getMetrics().getNumberOfNotPermittedCalls();
  }

  /** How many calls wait for their answer; for the gauge. */
  public int waiting() {
    return underWay.size();
  }
}
