package coedit.persistence.jpa;

import coedit.persistence.SessionStore;
import java.time.Instant;
import java.util.Optional;

/** Sign-ins as rows. Renewing one is a single conditional update: its row count says who won. */
final class JpaSessionStore implements SessionStore {

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
  public void delete(String id) {
    transactions.run(
        "end a sign-in",
        em ->
            em.createQuery("DELETE FROM SessionEntity s WHERE s.id = :id")
                .setParameter("id", id)
                .executeUpdate());
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
