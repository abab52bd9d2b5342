package coedit.web.auth;

import coedit.core.service.BusyException;
import coedit.web.limit.AddressBlock;
import coedit.web.limit.FoldedName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Slows down guessing: so many failed sign-ins a minute for one user name and for one address, but
 * those behind which everybody may be. An attempt counts from its beginning, so that many at once
 * do not slip through, and is taken back when it succeeds, or when nobody could look. Remembers a
 * bounded number of names and addresses; those longest silent go first, so that many guessers keep
 * nobody else out. Thread-safe.
 */
public final class LoginThrottle {

  public static final Duration WINDOW = Duration.ofMinutes(1);

  /** Who shows a password; each kind's mistakes are its own. */
  public enum By {
    /** Somebody who wants to be signed in as a user. */
    ANYBODY,

    /** Who is signed in as that user. */
    OWNER
  }

  private static final int PER_USER = 5;
  private static final int PER_ADDRESS = 20;
  private static final int MOST_KEYS = 20_000;

  private final LongSupplier nanoTime;
  private final Set<String> exempt;

  /** How many of a key's attempts are being looked at. */
  private final Map<String, Integer> underWay = new HashMap<>();

  private final Map<String, Deque<Long>> attempts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
          return size() > MOST_KEYS;
        }
      };

  /**
   * @param nanoTime time that passes evenly: setting the wall clock forgives nobody
   * @param exempt addresses for which nothing is counted; names are, wherever they come from
   */
  public LoginThrottle(LongSupplier nanoTime, Set<String> exempt) {
    this.nanoTime = nanoTime;
    this.exempt = Set.copyOf(exempt);
  }

  /** Under how many names and addresses attempts are remembered; bounded. */
  synchronized int size() {
    return attempts.size();
  }

  /**
   * Looks at a password, unless there were too many wrong ones; then empty. What is found wrong
   * counts, what could not be looked at does not.
   *
   * @param look what is thrown comes out of here
   * @throws BusyException when there would be too many wrong ones, were all wrong that are being
   *     looked at
   */
  public <T> Optional<T> attempt(
      By by, String user, String address, Supplier<T> look, Predicate<T> isRight) {
    String key = by + " " + FoldedName.of(user);
    if (!admit(key, address)) {
      return Optional.empty();
    }
    boolean wrong = false;
    try {
      T found = look.get();
      wrong = !isRight.test(found);
      return Optional.of(found);
    } finally {
      end(key, address, wrong);
    }
  }

  /** Counts an attempt; false when there were too many, and then this one does not count. */
  private synchronized boolean admit(String key, String address) {
    long now = nanoTime.getAsLong();
    boolean counts = !exempt.contains(address);
    if (failed(key, now) >= PER_USER
        || (counts && failed(addressKey(address), now) >= PER_ADDRESS)) {
      return false;
    }
    if (count(key, now) >= PER_USER || (counts && count(addressKey(address), now) >= PER_ADDRESS)) {
      throw new BusyException("sign-ins", "many sign-ins like this one are being looked at");
    }
    record(key, now);
    if (counts) {
      record(addressKey(address), now);
    }
    return true;
  }

  private synchronized void end(String key, String address, boolean wrong) {
    end(key, wrong);
    if (!exempt.contains(address)) {
      end(addressKey(address), wrong);
    }
  }

  /** Of those that count, the ones that were found wrong. */
  private int failed(String key, long now) {
    return count(key, now) - underWay.getOrDefault(key, 0);
  }

  private int count(String key, long now) {
    Deque<Long> times = attempts.get(key);
    if (times == null) {
      return 0;
    }
    times.removeIf(time -> now - time > WINDOW.toNanos());
    if (times.isEmpty()) {
      attempts.remove(key);
    }
    return times.size();
  }

  private void record(String key, long now) {
    attempts.computeIfAbsent(key, k -> new ArrayDeque<>()).addLast(now);
    underWay.merge(key, 1, Integer::sum);
  }

  private void end(String key, boolean wrong) {
    underWay.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    Deque<Long> times = attempts.get(key);
    if (times != null && !wrong) {
      times.pollLast();
      if (times.isEmpty()) {
        attempts.remove(key);
      }
    }
  }

  private static String addressKey(String address) {
    return "address " + AddressBlock.of(address);
  }
}
