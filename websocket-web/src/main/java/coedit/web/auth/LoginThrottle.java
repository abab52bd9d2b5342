package coedit.web.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Slows down guessing: so many failed sign-ins a minute for one user name and for one address. An
 * attempt counts from its beginning, so that many at once do not slip through, and is taken back
 * when it succeeds. Thread-safe.
 */
public final class LoginThrottle {

  public static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int PER_USER = 5;
  private static final int PER_ADDRESS = 20;
  private static final int MOST_KEYS = 20_000;

  private final Clock clock;
  private final Map<String, Deque<Instant>> attempts = new HashMap<>();

  public LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /** Counts an attempt; false when there were too many, and then this one does not count. */
  public synchronized boolean admit(String user, String address) {
    Instant since = clock.instant().minus(WINDOW);
    if (attempts.size() >= MOST_KEYS) {
      attempts.values().removeIf(times -> times.getLast().isBefore(since));
    }
    if (attempts.size() >= MOST_KEYS
        || count(userKey(user), since) >= PER_USER
        || count(addressKey(address), since) >= PER_ADDRESS) {
      return false;
    }
    record(userKey(user));
    record(addressKey(address));
    return true;
  }

  /** Takes the attempt back: the password was right. */
  public synchronized void succeeded(String user, String address) {
    takeBack(userKey(user));
    takeBack(addressKey(address));
  }

  private int count(String key, Instant since) {
    Deque<Instant> times = attempts.get(key);
    if (times == null) {
      return 0;
    }
    times.removeIf(time -> time.isBefore(since));
    if (times.isEmpty()) {
      attempts.remove(key);
    }
    return times.size();
  }

  private void record(String key) {
    attempts.computeIfAbsent(key, k -> new ArrayDeque<>()).addLast(clock.instant());
  }

  private void takeBack(String key) {
    Deque<Instant> times = attempts.get(key);
    if (times != null) {
      times.pollLast();
      if (times.isEmpty()) {
        attempts.remove(key);
      }
    }
  }

  private static String userKey(String user) {
    return "user " + user.toLowerCase(Locale.ROOT);
  }

  private static String addressKey(String address) {
    return "address " + address;
  }
}
