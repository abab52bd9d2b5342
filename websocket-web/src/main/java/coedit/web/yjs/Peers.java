package coedit.web.yjs;

import coedit.core.service.PresenceChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What other sessions of a document say of themselves. Who has gone is remembered for a while:
 * clients repeat what they have heard, and a repeated message is not an announcement. Nor does a
 * session speak for a client that one of somebody else speaks for. Thread-safe.
 */
final class Peers {

  private static final int MOST_REMEMBERED = 2_000;

  private final Map<String, AwarenessEntry> sessions = new LinkedHashMap<>();

  /** Which session speaks for a client. */
  private final Map<Long, String> speakers = new HashMap<>();

  /** Whose clients these are or were, the last heard of last. */
  private final Map<Long, String> users =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Takes changes in and gives what the client is to be told of them. */
  synchronized List<AwarenessEntry> learn(List<PresenceChange> changes) {
    List<AwarenessEntry> news = new ArrayList<>();
    for (PresenceChange change : changes) {
      if (change.state().isPresent()) {
        for (AwarenessEntry entry : AwarenessUpdate.decode(change.state().get())) {
          if (!isSomebodyElses(entry.client(), change)) {
            AwarenessEntry before = sessions.put(change.session(), entry);
            if (before != null && before.client() != entry.client()) {
              leaves(before, change.session(), news);
            }
            speakers.put(entry.client(), change.session());
            users.put(entry.client(), change.user());
            news.add(entry);
          }
        }
      } else {
        leaves(sessions.remove(change.session()), change.session(), news);
      }
    }
    return news;
  }

  private void leaves(@Nullable AwarenessEntry left, String session, List<AwarenessEntry> news) {
    if (left != null && speakers.remove(left.client(), session)) {
      news.add(left.gone());
    }
  }

  /** A connection that was lost may not have ended yet when its user is here again. */
  private boolean isSomebodyElses(long client, PresenceChange change) {
    String speaker = speakers.get(client);
    return speaker != null
        && !speaker.equals(change.session())
        && !change.user().equals(users.get(client));
  }

  /** Whether some other session speaks, or has spoken, for this client. */
  synchronized boolean knows(long client) {
    return users.containsKey(client);
  }

  /** Whether it was a session of this user: a connection that was lost may not have ended yet. */
  synchronized boolean knows(long client, String user) {
    return user.equals(users.get(client));
  }

  synchronized List<AwarenessEntry> all() {
    return List.copyOf(sessions.values());
  }
}
