package coedit.web.auth;

import coedit.core.service.SessionService;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Asks the store about sign-ins and believes the answer for two seconds, so that requests do not
 * each cost a read. For open sockets it asks by itself, in one query for all of them: so a
 * revocation reaches every server, whatever is lost on the way between servers. Thread-safe.
 */
final class CachedLiveness implements SessionLiveness {

  static final Duration ROUND = Duration.ofSeconds(1);

  /**
   * A socket may be opened while an answer is believed that is not true any more: until it is
   * closed this, a round, a scan of sockets (a second) and a query pass, together less than five
   * seconds.
   */
  static final Duration BELIEVED = Duration.ofSeconds(2);

  private static final Duration WATCHED = Duration.ofSeconds(10);
  private static final int MOST = 20_000;

  private record Answer(boolean live, long untilNanos) {}

  private final SessionService sessions;
  private final LongSupplier nanoTime;

  /** Those longest not asked for go first: many sign-ins of somebody cost nobody else theirs. */
  private final Map<String, Answer> answers =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
              return size() > MOST;
            }
          });

  private final Map<String, Long> watched = new ConcurrentHashMap<>();

  /**
   * @param nanoTime time that passes evenly: no answer is believed for longer because somebody sets
   *     the wall clock
   */
  CachedLiveness(SessionService sessions, LongSupplier nanoTime) {
    this.sessions = sessions;
    this.nanoTime = nanoTime;
  }

  /** Of how many sign-ins something is remembered; bounded. */
  int size() {
    return answers.size() + watched.size();
  }

  /** Whether a request of this sign-in may go on; may cost a read. */
  boolean isLiveNow(String sessionId) {
    if (ExternalTokens.isExternal(sessionId)) {
      return true;
    }
    long now = nanoTime.getAsLong();
    Answer known = answers.get(sessionId);
    if (known != null && now - known.untilNanos() < 0) {
      return known.live();
    }
    boolean live = sessions.find(sessionId).isPresent();
    remember(sessionId, live, now);
    return live;
  }

  @Override
  public boolean isLive(String sessionId) {
    if (ExternalTokens.isExternal(sessionId)) {
      return true;
    }
    watched.put(sessionId, nanoTime.getAsLong());
    Answer known = answers.get(sessionId);
    return known == null || known.live();
  }

  /** Asks about all sign-ins that have sockets here; to be called every {@link #ROUND}. */
  void refresh() {
    long now = nanoTime.getAsLong();
    watched.values().removeIf(asked -> now - asked > WATCHED.toNanos());
    Set<String> open = new HashSet<>(watched.keySet());
    if (!open.isEmpty()) {
      Set<String> live = sessions.live(open);
      open.forEach(id -> remember(id, live.contains(id), now));
    }
  }

  /** To be called after a sign-in was ended here, so that this server knows at once. */
  void ended(String sessionId) {
    remember(sessionId, false, nanoTime.getAsLong());
  }

  private void remember(String sessionId, boolean live, long now) {
    answers.put(sessionId, new Answer(live, now + BELIEVED.toNanos()));
  }
}
