package coedit.core.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.persistence.SessionStore;
import coedit.persistence.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredSessionsTest {

  private static final Instant BEGUN = Instant.ofEpochSecond(1_700_000_000);
  private static final SessionRecord SIGN_IN =
      new SessionRecord(
          "id",
          new Participant("alice", "Alice", Set.of("staff"), true),
          BEGUN.plusSeconds(60),
          "hash-1",
          Optional.of("hash-0"),
          BEGUN);

  private final Rows rows = new Rows();
  private Instant now = BEGUN;
  private final StoredSessions sessions = new StoredSessions(rows, () -> now);

  @Test
  void anotherServerFindsTheSignInAsItWasBegun() {
    sessions.begin(SIGN_IN);
    assertEquals(Optional.of(SIGN_IN), new StoredSessions(rows, () -> now).find("id"));
    assertEquals(Optional.empty(), sessions.find("other"));
  }

  @Test
  void anExpiredSignInIsGoneBeforeItIsPurged() {
    sessions.begin(SIGN_IN);
    now = SIGN_IN.expiresAt().minusMillis(1);
    assertTrue(sessions.find("id").isPresent());
    now = SIGN_IN.expiresAt();
    assertFalse(sessions.find("id").isPresent());
    assertEquals(1, rows.sessions.size());
    sessions.purge();
    assertEquals(0, rows.sessions.size());
  }

  @Test
  void anEndedSignInIsGone() {
    sessions.begin(SIGN_IN);
    sessions.end("id");
    assertFalse(sessions.find("id").isPresent());
  }

  @Test
  void theTimerOutlivesAStoreThatIsAway() {
    rows.away = true;
    sessions.purge();
    rows.away = false;
    sessions.begin(SIGN_IN);
    now = SIGN_IN.expiresAt();
    sessions.purge();
    assertEquals(0, rows.sessions.size());
  }

  private static final class Rows implements SessionStore {
    private final Map<String, Session> sessions = new HashMap<>();
    private boolean away;

    @Override
    public void create(Session session) {
      sessions.put(session.id(), session);
    }

    @Override
    public Optional<Session> find(String id) {
      return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public boolean rotate(String id, String oldHash, String newHash, Instant at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String id) {
      sessions.remove(id);
    }

    @Override
    public int purge(Instant now) {
      if (away) {
        throw new StoreException("away", new IllegalStateException());
      }
      sessions.values().removeIf(session -> !now.isBefore(session.expiresAt()));
      return 0;
    }
  }
}
