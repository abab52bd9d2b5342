package coedit.core.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.persistence.StoreException;
import coedit.persistence.TicketStore;
import coedit.persistence.memory.InMemorySessionStore;
import java.time.Instant;
import java.util.List;
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
          BEGUN,
          new SessionRecord.Begun(
              BEGUN,
              BEGUN.minusSeconds(7),
              "192.0.2.1",
              "Browser/1",
              SessionRecord.Vouching.ISSUER));

  private final InMemorySessionStore rows = new InMemorySessionStore();
  private final Tickets tickets = new Tickets();
  private Instant now = BEGUN;
  private final StoredSessions sessions = new StoredSessions(rows, tickets, () -> now);

  @Test
  void anotherServerFindsTheSignInAsItWasBegun() {
    sessions.begin(SIGN_IN);
    assertEquals(Optional.of(SIGN_IN), new StoredSessions(rows, tickets, () -> now).find("id"));
    assertEquals(Optional.empty(), sessions.find("other"));
  }

  @Test
  void anExpiredSignInIsGoneBeforeItIsPurged() {
    sessions.begin(SIGN_IN);
    now = SIGN_IN.expiresAt().minusMillis(1);
    assertTrue(sessions.find("id").isPresent());
    assertEquals(Set.of("id"), sessions.live(Set.of("id", "other")));
    assertEquals(List.of(SIGN_IN), sessions.ofUser("alice"));
    now = SIGN_IN.expiresAt();
    assertEquals(List.of(), sessions.ofUser("alice"));
    assertFalse(sessions.find("id").isPresent());
    assertTrue(rows.find("id").isPresent());
    sessions.purge();
    assertFalse(rows.find("id").isPresent());
  }

  /** However long the others wait. */
  @Test
  void whichSignInsLiveIsAskedInALineOfItsOwn() {
    InMemorySessionStore own = new InMemorySessionStore();
    new StoredSessions(own, tickets, () -> now).begin(SIGN_IN);
    StoredSessions split = new StoredSessions(rows, own, tickets, () -> now);
    assertEquals(Set.of("id"), split.live(Set.of("id")));
    assertEquals(Optional.empty(), split.find("id"));
  }

  @Test
  void anEndedSignInIsGone() {
    sessions.begin(SIGN_IN);
    sessions.end("id");
    assertFalse(sessions.find("id").isPresent());
  }

  @Test
  void theTimerOutlivesAStoreThatIsAway() {
    tickets.away = true;
    sessions.purge();
    tickets.away = false;
    sessions.begin(SIGN_IN);
    now = SIGN_IN.expiresAt();
    sessions.purge();
    assertFalse(rows.find("id").isPresent());
  }

  private static final class Tickets implements TicketStore {
    private boolean away;

    @Override
    public boolean use(String id, Instant until) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int purge(Instant now) {
      if (away) {
        throw new StoreException("away", new IllegalStateException());
      }
      return 0;
    }
  }
}
