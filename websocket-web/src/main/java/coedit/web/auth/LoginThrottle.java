package coedit.web.auth;

import coedit.web.limit.AddressBlock;
import coedit.web.limit.FoldedName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down guessing: so many failed sign-ins a minute for one user name and for one address. An
 * attempt counts from its beginning, so that many at once do not slip through, and is taken back
 * when it succeeds. Remembers a bounded number of names and addresses; those longest silent go
 * first, so that many guessers keep nobody else out. Thread-safe.
 */
public final class LoginThrottle {

  public static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int PER_USER = 5;
  private static final int PER_ADDRESS = 20;
  private static final int MOST_KEYS = 20_000;

  private final LongSupplier nanoTime;
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
   */
  public LoginThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Under how many names and addresses attempts are remembered; bounded. */
  synchronized int size() {
    return attempts.size();
  }

  /** Counts an attempt; false when there were too many, and then this one does not count. */
  public synchronized boolean admit(String user, String address) {
    long now = nanoTime.getAsLong();
    if (count(userKey(user), now) >= PER_USER || count(addressKey(address), now) >= PER_ADDRESS) {
      return false;
    }
    record(userKey(user), now);
    record(addressKey(address), now);
    return true;
  }

  /** Takes the attempt back: the password was right. */
  public synchronized void succeeded(String user, String address) {
    takeBack(userKey(user));
    takeBack(addressKey(address));
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
  }

  private void takeBack(String key) {
    Deque<Long> times = attempts.get(key);
    if (times != null) {
      times.pollLast();
      if (times.isEmpty()) {
        attempts.remove(key);
      }
    }
  }

  private static String userKey(String user) {
    return "user " + FoldedName.of(user);
  }

  private static String addressKey(String address) {
    return "address " + AddressBlock.of(address);
  }
}
