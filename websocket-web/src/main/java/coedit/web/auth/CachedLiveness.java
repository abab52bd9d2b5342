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
 * revocation reaches every server, whatever is lost on the way between servers. A sign-in that was
 * ended here stays so, and of two answers that which was asked for later counts, whichever comes
 * first. Thread-safe.
 */
final class CachedLiveness implements SessionLiveness {

  static final Duration ROUND = Duration.ofSeconds(1);

  /**
   * A socket may be opened while an answer is believed that is not true any more: until it is
   * closed this, a round, a scan of sockets (a second) and a query pass, together less than five
   * seconds.
   */
  static final Duration BELIEVED = Duration.ofSeconds(2);

  /**
   * For so long a socket goes on while nobody can find out whether its sign-in lives, and up to as
   * long again, by its name: then it is closed, one after the other. A database that is away for
   * two minutes disturbs nobody; nobody goes on for longer than an access token lives.
   */
  static final Duration UNKNOWN = Duration.ofMinutes(5);

  private static final Duration WATCHED = Duration.ofSeconds(10);
  private static final int MOST = 20_000;

  /**
   * What is known of a sign-in.
   *
   * @param askedNanos when that was asked for
   * @param isLast whether no answer changes it any more
   */
  private record Answer(boolean live, long askedNanos, boolean isLast) {}

  /**
   * A sign-in that has sockets here.
   *
   * @param lookedNanos when one of them last asked
   * @param knownNanos when there was an answer last
   * @param live what that was; who has ended does not live again
   */
  private record Watched(long lookedNanos, long knownNanos, boolean live) {}

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

  private final Map<String, Watched> watched = new ConcurrentHashMap<>();

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
    if (known != null && (known.isLast() || now - known.askedNanos() < BELIEVED.toNanos())) {
      return known.live();
    }
    boolean live = sessions.find(sessionId).isPresent();
    return remember(sessionId, new Answer(live, now, false));
  }

  @Override
  public boolean isLive(String sessionId) {
    if (ExternalTokens.isExternal(sessionId)) {
      return true;
    }
    long now = nanoTime.getAsLong();
    Watched one =
        watched.merge(
            sessionId,
            new Watched(now, now, true),
            (old, fresh) -> new Watched(now, old.knownNanos(), old.live()));
    Answer known = answers.get(sessionId);
    return one.live() && (known == null || known.live());
  }

  @Override
  public boolean isKnown(String sessionId) {
    Watched known = watched.get(sessionId);
    long more = Math.floorMod(sessionId.hashCode(), UNKNOWN.toMillis());
    return known == null
        || nanoTime.getAsLong() - known.knownNanos() <= UNKNOWN.plusMillis(more).toNanos();
  }

  /** Asks about all sign-ins that have sockets here; to be called every {@link #ROUND}. */
  void refresh() {
    long now = nanoTime.getAsLong();
    watched.values().removeIf(one -> now - one.lookedNanos() > WATCHED.toNanos());
    Set<String> open = new HashSet<>(watched.keySet());
    if (!open.isEmpty()) {
      Set<String> live = sessions.live(open);
      for (String id : open) {
        boolean lives = remember(id, new Answer(live.contains(id), now, false));
        watched.computeIfPresent(
            id, (same, one) -> new Watched(one.lookedNanos(), now, one.live() && lives));
      }
    }
  }

  /** To be called after a sign-in was ended here, so that this server knows at once. */
  void ended(String sessionId) {
    boolean unused = remember(sessionId, new Answer(false, nanoTime.getAsLong(), true));
  }

  /** Whether it lives, by this answer or one that is better. */
  private boolean remember(String sessionId, Answer answer) {
    return answers
        .merge(
            sessionId,
            answer,
            (known, fresh) ->
                known.isLast() || (!fresh.isLast() && fresh.askedNanos() - known.askedNanos() < 0)
                    ? known
                    : fresh)
        .live();
  }
}
