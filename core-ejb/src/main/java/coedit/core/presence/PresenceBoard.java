package coedit.core.presence;

import coedit.core.service.PresenceChange;
import coedit.model.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The people in one document as one member knows them: its own sessions, and those of other members
 * until they have not been repeated for a while. Changes gather until they are taken, the latest of
 * a session replacing earlier ones. Bounded; touched by its room only.
 */
public final class PresenceBoard {

  private static final int MAX_REMOTE = 2_000;

  private final long ttlMillis;
  private final Map<String, PresenceChange> local = new LinkedHashMap<>();
  private final Map<String, Remote> remote = new LinkedHashMap<>();
  private final Map<String, PresenceChange> changedHere = new LinkedHashMap<>();
  private final Map<String, PresenceChange> changedElsewhere = new LinkedHashMap<>();

  private record Remote(PresenceChange state, long seenMillis) {}

  /**
   * @param ttlMillis how long another member's session stays without being repeated
   */
  public PresenceBoard(long ttlMillis) {
    this.ttlMillis = ttlMillis;
  }

  /** A session of this member is here, or says where it is. */
  public void put(String session, String user, String displayName, Payload state) {
    PresenceChange change = new PresenceChange(session, user, displayName, Optional.of(state));
    local.put(session, change);
    changedHere.put(session, change);
  }

  /** A session of this member has left. */
  public void remove(String session) {
    PresenceChange gone = local.remove(session);
    if (gone != null) {
      changedHere.put(session, absent(gone));
    }
  }

  /**
   * What another member says.
   *
   * @return whether a session is among them that was not known
   */
  public boolean learn(Collection<PresenceChange> changes, long nowMillis) {
    boolean news = false;
    for (PresenceChange change : changes) {
      if (local.containsKey(change.session())) {
        continue;
      }
      Remote known = remote.get(change.session());
      if (change.state().isEmpty()) {
        if (remote.remove(change.session()) != null) {
          changedElsewhere.put(change.session(), change);
        }
      } else if (known != null || remote.size() < MAX_REMOTE) {
        remote.put(change.session(), new Remote(change, nowMillis));
        news |= known == null;
        if (known == null || !known.state().equals(change)) {
          changedElsewhere.put(change.session(), change);
        }
      }
    }
    return news;
  }

  /** Forgets sessions of other members that were not repeated in time. */
  public void expire(long nowMillis) {
    remote
        .values()
        .removeIf(
            seen -> {
              boolean expired = nowMillis - seen.seenMillis() > ttlMillis;
              if (expired) {
                changedElsewhere.put(seen.state().session(), absent(seen.state()));
              }
              return expired;
            });
  }

  /** How many are shown. */
  public int size() {
    return local.size() + remote.size();
  }

  /** Everybody who is here, but for one session. */
  public List<PresenceChange> everybodyBut(String session) {
    List<PresenceChange> all = new ArrayList<>(local.values());
    remote.values().forEach(seen -> all.add(seen.state()));
    all.removeIf(change -> change.session().equals(session));
    return all;
  }

  /** This member's sessions, to repeat to the others. */
  public List<PresenceChange> localSessions() {
    return List.copyOf(local.values());
  }

  public boolean hasChanges() {
    return !changedHere.isEmpty() || !changedElsewhere.isEmpty();
  }

  /** Changes of this member's sessions since the last call. */
  public List<PresenceChange> takeChangedHere() {
    return take(changedHere);
  }

  /** Changes of other members' sessions since the last call. */
  public List<PresenceChange> takeChangedElsewhere() {
    return take(changedElsewhere);
  }

  /** What one session is told of changes: all but its own. */
  public static List<PresenceChange> newsFor(
      String session, List<PresenceChange> here, List<PresenceChange> elsewhere) {
    List<PresenceChange> news = new ArrayList<>(elsewhere);
    here.stream().filter(change -> !change.session().equals(session)).forEach(news::add);
    return news;
  }

  private static List<PresenceChange> take(Map<String, PresenceChange> changes) {
    List<PresenceChange> taken = List.copyOf(changes.values());
    changes.clear();
    return taken;
  }

  private static PresenceChange absent(PresenceChange gone) {
    return new PresenceChange(gone.session(), gone.user(), gone.displayName(), Optional.empty());
  }
}
