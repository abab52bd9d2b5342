package coedit.core.store;

import coedit.persistence.CommitResult;
import coedit.persistence.StoreUnavailableException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A circuit breaker around the ports to the database. Closed, it only watches. When half of the
 * last calls found no database, or waited long for it, it opens: calls fail at once with {@link
 * StoreUnavailableException}. A while later a few are let through (half-open), and it closes when
 * they succeed. Whoever asks the database every second holds it open for as long as there is no
 * answer.
 *
 * <p>Calls use all connections of the pool but three: whoever finds none waits, at the end of the
 * line, and fails after a while. One is for who asks the database how it is, one for who asks which
 * sign-ins live, and one for commits, which pass by: the committer is one thread, waits by itself,
 * and has to learn the outcome of each.
 */
public final class StoreBreaker {

  private static final int CALLS = 10;
  private static final int LEAST_CALLS = 5;
  private static final int TRIALS = 2;
  private static final Duration SLOW = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration OPEN = Duration.ofSeconds(2);

  /** For the committer, for who looks whether the database is there, and for {@link #apart}. */
  private static final int KEPT = 3;

  private final Semaphore connections;
  private final Semaphore own = new Semaphore(1, true);
  private final Duration patience;

  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "store",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(CALLS)
              .minimumNumberOfCalls(LEAST_CALLS)
              .slowCallDurationThreshold(SLOW)
              .slowCallRateThreshold(50)
              .waitDurationInOpenState(OPEN)
              .permittedNumberOfCallsInHalfOpenState(TRIALS)
              .maxWaitDurationInHalfOpenState(SLOW)
              .recordException(StoreUnavailableException.class::isInstance)
              .writableStackTraceEnabled(false)
              .build());

  /**
   * A closed one.
   *
   * @param connections of the pool
   */
  public StoreBreaker(int connections) {
    this(connections, PATIENCE);
  }

  /**
   * A closed one.
   *
   * @param patience how long a call waits for a connection
   */
  StoreBreaker(int connections, Duration patience) {
    if (connections <= KEPT) {
      throw new IllegalArgumentException(
          "coedit.db.connections is " + connections + ", least is " + (KEPT + 1));
    }
    this.connections = new Semaphore(connections - KEPT, true);
    this.patience = patience;
  }

  /**
   * A port that uses the pool as the others do, and is called whether the breaker is open or not.
   */
  public <T> T admit(Class<T> port, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            StoreBreaker.class.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> inLine(connections, method, store, arguments)));
  }

  /**
   * A port with a connection of its own, however many others wait, or wait long. Fails at once
   * while the database is known to be away, and never tries whether it is.
   */
  public <T> T apart(Class<T> port, T store) {
    return port.cast(
        Proxy.newProxyInstance(
            StoreBreaker.class.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if (isHeldOpen()) {
                throw new StoreUnavailableException(
                    "the database does not answer", new TimeoutException());
              }
              return inLine(own, method, store, arguments);
            }));
  }

  /** What a port is called through. */
  public <T> T guard(Class<T> port, T store) {
    Object guarded =
        Proxy.newProxyInstance(
            StoreBreaker.class.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> call(method, store, arguments));
    return port.cast(guarded);
  }

  private Object call(Method method, Object store, Object[] arguments) throws Throwable {
    if (method.getReturnType() == CommitResult.class) {
      return invoke(method, store, arguments);
    }
    try {
      breaker.acquirePermission();
    } catch (CallNotPermittedException open) {
      throw new StoreUnavailableException("the database has not answered lately", open);
    }
    if (!hasTurn(connections)) { // which says nothing about the database
      breaker.releasePermission();
      throw crowded();
    }
    long begun = System.nanoTime();
    try {
      Object answer = invoke(method, store, arguments);
      breaker.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      return answer;
    } catch (Throwable failure) {
      breaker.onError(System.nanoTime() - begun, TimeUnit.NANOSECONDS, failure);
      throw failure;
    } finally {
      connections.release();
    }
  }

  private Object inLine(Semaphore line, Method method, Object store, Object[] arguments)
      throws Throwable {
    if (!hasTurn(line)) {
      throw crowded();
    }
    try {
      return invoke(method, store, arguments);
    } finally {
      line.release();
    }
  }

  private boolean hasTurn(Semaphore line) {
    try {
      return line.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static StoreUnavailableException crowded() {
    return new StoreUnavailableException(
        "all connections to the database are in use", new TimeoutException());
  }

  private static Object invoke(Method method, Object store, Object[] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  /**
   * What somebody knows who asks the database all the time: while it does not answer, no call is
   * let through to try, and as soon as it does, all are.
   */
  public void follow(boolean answers) {
    if (!answers && !isHeldOpen()) {
      breaker.transitionToForcedOpenState();
    } else if (answers && isHeldOpen()) {
      breaker.transitionToClosedState();
    }
  }

  /** Whether it is open because the database is known not to answer. */
  public boolean isHeldOpen() {
    return breaker.getState() == CircuitBreaker.State.FORCED_OPEN;
  }

  /** 0 closed, 1 half-open, 2 open; for the gauge. */
  public int state() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> 2;
      case HALF_OPEN -> 1;
      default -> 0;
    };
  }

  /** How many calls were refused so far; for the counter. */
  public long refused() {
    return breaker.getMetrics().getNumberOfNotPermittedCalls();
  }
}
