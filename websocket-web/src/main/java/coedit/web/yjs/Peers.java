package coedit.web.yjs;

import coedit.core.service.PresenceChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What other sessions of a document say of themselves. Who has gone is remembered for a while:
 * clients repeat what they have heard, and a repeated message is not an announcement. Thread-safe.
 */
final class Peers {

  private static final int MOST_REMEMBERED = 2_000;

  private final Map<String, AwarenessEntry> sessions = new LinkedHashMap<>();
  private final Map<Long, String> users =
      new LinkedHashMap<>() {
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
          sessions.put(change.session(), entry);
          users.put(entry.client(), change.user());
          news.add(entry);
        }
      } else {
        AwarenessEntry left = sessions.remove(change.session());
        if (left != null && !isSpokenFor(left.client())) {
          news.add(left.gone());
        }
      }
    }
    return news;
  }

  private boolean isSpokenFor(long client) {
    return sessions.values().stream().anyMatch(entry -> entry.client() == client);
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
