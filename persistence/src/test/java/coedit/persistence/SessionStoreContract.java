package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.persistence.SessionStore.Begun;
import coedit.persistence.SessionStore.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every store of sign-ins promises. */
public abstract class SessionStoreContract {

  private static final Instant BEGUN = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final Instant EXPIRES = BEGUN.plusSeconds(3_600);

  protected abstract SessionStore sessions();

  private Session begin(Set<String> groups) {
    return begin("ayşe", groups);
  }

  private Session begin(String user, Set<String> groups) {
    Session session =
        new Session(
            UUID.randomUUID().toString(),
            user,
            "Ayşe \uD83D\uDE00",
            groups,
            true,
            EXPIRES,
            "hash-1",
            Optional.empty(),
            BEGUN,
            new Begun(BEGUN, BEGUN.minusSeconds(7), "2001:db8::1", "Browser/1", "PASSWORD"));
    sessions().create(session);
    return session;
  }

  private static Session renewed(Session old, String hash, String previous, Instant at) {
    return new Session(
        old.id(),
        old.user(),
        old.displayName(),
        old.groups(),
        old.administrator(),
        old.expiresAt(),
        hash,
        Optional.of(previous),
        at,
        old.begun());
  }

  @Test
  void aSignInIsFoundAsItWasStoredUntilItIsDeleted() {
    Session alone = begin(Set.of());
    Session grouped = begin(Set.of("cn=a, ou=b", "größer"));
    assertEquals(Optional.of(alone), sessions().find(alone.id()));
    assertEquals(Optional.of(grouped), sessions().find(grouped.id()));
    assertTrue(sessions().delete(alone.id()));
    assertFalse(sessions().delete(alone.id()));
    assertEquals(Optional.empty(), sessions().find(alone.id()));
    assertEquals(Optional.of(grouped), sessions().find(grouped.id()));
  }

  @Test
  void anIdIsTakenOnce() {
    Session session = begin(Set.of());
    assertThrows(StoreException.class, () -> sessions().create(session));
  }

  @Test
  void rotatesOnlyFromTheCurrentHash() {
    Session session = begin(Set.of("staff"));
    Instant later = BEGUN.plusSeconds(60);
    assertFalse(sessions().rotate(session.id(), "hash-0", "hash-2", later));
    assertEquals(Optional.of(session), sessions().find(session.id()));
    assertTrue(sessions().rotate(session.id(), "hash-1", "hash-2", later));
    assertFalse(sessions().rotate(session.id(), "hash-1", "hash-3", later.plusSeconds(1)));
    assertEquals(
        Optional.of(renewed(session, "hash-2", "hash-1", later)), sessions().find(session.id()));
  }

  @Test
  void rotatesNothingThatIsAbsentOrExpired() {
    Session session = begin(Set.of());
    assertFalse(sessions().rotate("nobody", "hash-1", "hash-2", BEGUN));
    assertFalse(sessions().rotate(session.id(), "hash-1", "hash-2", EXPIRES));
    sessions().delete(session.id());
    assertFalse(sessions().rotate(session.id(), "hash-1", "hash-2", BEGUN));
  }

  @Test
  void oneOfManyConcurrentRotationsWins() {
    Session session = begin(Set.of());
    List<CompletableFuture<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String hash = "next-" + i;
      attempts.add(
          CompletableFuture.supplyAsync(
              () -> sessions().rotate(session.id(), "hash-1", hash, BEGUN)));
    }
    List<Boolean> won = attempts.stream().map(CompletableFuture::join).toList();
    assertEquals(1, won.stream().filter(each -> each).count(), won.toString());
    assertEquals(
        Optional.of(renewed(session, "next-" + won.indexOf(true), "hash-1", BEGUN)),
        sessions().find(session.id()));
  }

  @Test
  void tellsWhichOfManyStillLive() {
    Session first = begin(Set.of());
    Session second = begin(Set.of());
    Session ended = begin(Set.of());
    sessions().delete(ended.id());
    List<String> asked = new ArrayList<>(List.of(first.id(), ended.id(), second.id()));
    for (int i = 0; i < 1_200; i++) {
      asked.add("nobody " + i);
    }
    assertEquals(Set.of(first.id(), second.id()), sessions().live(asked, BEGUN));
    assertEquals(Set.of(), sessions().live(asked, EXPIRES));
    assertEquals(Set.of(), sessions().live(Set.of(), BEGUN));
  }

  @Test
  void aUsersSignInsAreListed() {
    String user = "user " + UUID.randomUUID();
    Session mine = begin(user, Set.of());
    begin(user + "x", Set.of());
    assertEquals(List.of(mine), sessions().ofUser(user, BEGUN));
    assertEquals(List.of(), sessions().ofUser(user, EXPIRES));
    assertTrue(sessions().all(BEGUN, 0, 10_000).contains(mine));
    assertEquals(1, sessions().all(BEGUN, 1, 1).size());
  }

  @Test
  void purgesWhatHasExpired() {
    Session session = begin(Set.of());
    sessions().purge(EXPIRES.minusMillis(1));
    assertEquals(Optional.of(session), sessions().find(session.id()));
    assertTrue(sessions().purge(EXPIRES) >= 1);
    assertEquals(Optional.empty(), sessions().find(session.id()));
    assertEquals(0, sessions().purge(EXPIRES));
  }
}
