package coedit.persistence.jpa;

import coedit.persistence.SessionStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sign-ins as rows. Renewing one is a single conditional update: its row count says who won. */
final class JpaSessionStore implements SessionStore {

  private static final int IDS_PER_QUERY = 500;

  /** As {@link SessionEntity#toSession} dates those of a release that did not: databases differ. */
  private static final String NEWEST_FIRST =
      " ORDER BY COALESCE(s.begunAt, s.rotatedAt) DESC, s.id";

  private final Transactions transactions;

  JpaSessionStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void create(Session session) {
    transactions.run(
        "begin a sign-in",
        em -> {
          em.persist(SessionEntity.of(session));
          return session;
        });
  }

  @Override
  public Optional<Session> find(String id) {
    return transactions
        .run("find a sign-in", em -> Optional.ofNullable(em.find(SessionEntity.class, id)))
        .map(SessionEntity::toSession);
  }

  @Override
  public boolean rotate(String id, String oldHash, String newHash, Instant at) {
    return transactions.run(
        "renew a sign-in",
        em ->
            em.createQuery(
                        "UPDATE SessionEntity s SET s.refreshHash = :new, s.previousHash = :old,"
                            + " s.rotatedAt = :at"
                            + " WHERE s.id = :id AND s.refreshHash = :old AND s.expiresAt > :at")
                    .setParameter("new", newHash)
                    .setParameter("old", oldHash)
                    .setParameter("at", at.toEpochMilli())
                    .setParameter("id", id)
                    .executeUpdate()
                == 1);
  }

  @Override
  public Set<String> live(Collection<String> ids, Instant now) {
    List<String> asked = List.copyOf(ids);
    return transactions.run(
        "look after sign-ins",
        em -> {
          Set<String> live = new HashSet<>();
          for (int i = 0; i < asked.size(); i += IDS_PER_QUERY) {
            live.addAll(
                em.createQuery(
                        "SELECT s.id FROM SessionEntity s WHERE s.id IN :ids AND s.expiresAt > :now",
                        String.class)
                    .setParameter(
                        "ids", asked.subList(i, Math.min(i + IDS_PER_QUERY, asked.size())))
                    .setParameter("now", now.toEpochMilli())
                    .getResultList());
          }
          return live;
        });
  }

  @Override
  public List<Session> ofUser(String user, Instant now) {
    return transactions.run(
        "list sign-ins",
        em ->
            em.createQuery(
                    "SELECT s FROM SessionEntity s WHERE s.user = :user AND s.expiresAt > :now"
                        + NEWEST_FIRST,
                    SessionEntity.class)
                .setParameter("user", user)
                .setParameter("now", now.toEpochMilli())
                .getResultStream()
                .map(SessionEntity::toSession)
                .toList());
  }

  @Override
  public List<Session> all(Instant now, int offset, int limit) {
    return transactions.run(
        "list all sign-ins",
        em ->
            em.createQuery(
                    "SELECT s FROM SessionEntity s WHERE s.expiresAt > :now" + NEWEST_FIRST,
                    SessionEntity.class)
                .setParameter("now", now.toEpochMilli())
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultStream()
                .map(SessionEntity::toSession)
                .toList());
  }

  @Override
  public boolean delete(String id) {
    return transactions.run(
        "end a sign-in",
        em ->
            em.createQuery("DELETE FROM SessionEntity s WHERE s.id = :id")
                    .setParameter("id", id)
                    .executeUpdate()
                == 1);
  }

  @Override
  public int purge(Instant now) {
    return transactions.run(
        "purge sign-ins",
        em ->
            em.createQuery("DELETE FROM SessionEntity s WHERE s.expiresAt <= :now")
                .setParameter("now", now.toEpochMilli())
                .executeUpdate());
  }
}
