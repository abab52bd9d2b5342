package coedit.core.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.persistence.StoreException;
import coedit.persistence.TicketStore;
import coedit.persistence.memory.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two servers, whose own clocks agree about nothing, and the database's. */
class SharedTimeTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Instant database = NOON;
  private boolean away;
  private Duration answersWithin = Duration.ZERO;
  private long here = 7;
  private long there = -Duration.ofDays(400).toNanos();

  private final SharedTime first = new SharedTime(this::ask, () -> here);
  private final SharedTime second = new SharedTime(this::ask, () -> there);

  private Instant ask() {
    if (away) {
      throw new StoreException("away", new IllegalStateException());
    }
    Instant shown = database.plus(answersWithin.dividedBy(2));
    passes(answersWithin);
    return shown;
  }

  private void passes(Duration time) {
    database = database.plus(time);
    here += time.toNanos();
    there += time.toNanos();
  }

  @Test
  void theyAgreeWithTheDatabaseAndWithEachOther() {
    assertEquals(NOON, first.instant());
    passes(Duration.ofMinutes(3));
    assertEquals(database, first.instant());
    assertEquals(database, second.instant());
  }

  @Test
  void whoRunsFastIsSetRightByTheNextLook() {
    here += Duration.ofSeconds(2).toNanos();
    assertEquals(NOON.plusSeconds(2), first.instant());
    answersWithin = Duration.ofMillis(400);
    first.look();
    assertEquals(database, first.instant());
  }

  @Test
  void anAnswerThatTookLongOrDidNotComeMovesNothing() {
    answersWithin = Duration.ofSeconds(2);
    here += Duration.ofSeconds(5).toNanos();
    first.look();
    assertEquals(database.plusSeconds(5), first.instant());
    away = true;
    first.look();
    assertEquals(database.plusSeconds(5), first.instant());
  }

  /** What one server stores, the other judges and tidies up. */
  @Test
  void signInsAndTicketsAreOverForAllServersAtOnce() {
    InMemorySessionStore rows = new InMemorySessionStore();
    Map<String, Instant> used = new HashMap<>();
    TicketStore tickets = new UsedTickets(used);
    StoredSessions one = new StoredSessions(rows, tickets, first);
    StoredSessions other = new StoredSessions(rows, tickets, second);
    one.begin(
        new SessionRecord(
            "id",
            new Participant("alice", "Alice", Set.of(), false),
            one.now().plusSeconds(60),
            "hash",
            Optional.empty(),
            one.now(),
            new SessionRecord.Begun(
                one.now(), one.now(), "", "", SessionRecord.Vouching.PASSWORD)));
    assertTrue(one.useTicket("ticket", one.now().plusSeconds(60)));
    passes(Duration.ofSeconds(59));
    other.purge();
    assertTrue(other.find("id").isPresent());
    assertFalse(other.useTicket("ticket", other.now().plusSeconds(60)));
    passes(Duration.ofSeconds(2));
    assertFalse(other.find("id").isPresent());
    other.purge();
    assertEquals(Optional.empty(), rows.find("id"));
    assertEquals(Map.of(), used);
  }

  private record UsedTickets(Map<String, Instant> until) implements TicketStore {
    @Override
    public boolean use(String id, Instant end) {
      return until.putIfAbsent(id, end) == null;
    }

    @Override
    public int purge(Instant now) {
      until.values().removeIf(end -> !end.isAfter(now));
      return 0;
    }
  }
}
