package coedit.persistence.jpa;

import coedit.persistence.AccountStore;
import coedit.persistence.StoreException;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Built-in accounts as rows. */
final class JpaAccountStore implements AccountStore {

  private final Transactions transactions;

  JpaAccountStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<Account> find(String user) {
    return transactions
        .run("find an account", em -> Optional.ofNullable(em.find(AccountEntity.class, user)))
        .map(AccountEntity::toAccount);
  }

  @Override
  public List<Account> search(String beginning, int limit) {
    String pattern = beginning.toLowerCase(Locale.ROOT).replaceAll("[\\\\%_]", "\\\\$0") + "%";
    return transactions.run(
        "look for accounts",
        em ->
            em.createQuery(
                    "SELECT a FROM AccountEntity a WHERE LOWER(a.user) LIKE :pattern ESCAPE '\\'"
                        + " OR LOWER(a.displayName) LIKE :pattern ESCAPE '\\' ORDER BY a.user",
                    AccountEntity.class)
                .setParameter("pattern", pattern)
                .setMaxResults(limit)
                .getResultStream()
                .map(AccountEntity::toAccount)
                .toList());
  }

  @Override
  public boolean create(Account account) {
    try {
      transactions.run(
          "create an account",
          em -> {
            em.persist(AccountEntity.of(account));
            return account;
          });
      return true;
    } catch (StoreException failure) {
      if (SqlFailures.isConstraintViolation(failure)) {
        return false;
      }
      throw failure;
    }
  }

  @Override
  public boolean changePassword(
      String user, String oldHash, String newHash, Optional<String> keptSignIn) {
    return transactions.run(
        "change a password",
        em -> {
          boolean changed =
              em.createQuery(
                          "UPDATE AccountEntity a SET a.passwordHash = :new"
                              + " WHERE a.user = :user AND a.passwordHash = :old")
                      .setParameter("new", newHash)
                      .setParameter("user", user)
                      .setParameter("old", oldHash)
                      .executeUpdate()
                  == 1;
          if (changed) {
            endSignIns(em, user, keptSignIn.orElse(""));
          }
          return changed;
        });
  }

  private static void endSignIns(EntityManager em, String user, String kept) {
    int unused =
        em.createQuery("DELETE FROM SessionEntity s WHERE s.user = :user AND s.id <> :kept")
            .setParameter("user", user)
            .setParameter("kept", kept)
            .executeUpdate();
  }

  @Override
  public Disabling disable(String user) {
    return transactions.run("disable an account", em -> disable(em, user));
  }

  /** Of two administrators who disable each other the second waits here, and sees the first. */
  private static Disabling disable(EntityManager em, String user) {
    int unused =
        em.createQuery("UPDATE AccountEntity a SET a.administrator = 1 WHERE a.administrator = 1")
            .executeUpdate();
    AccountEntity row = em.find(AccountEntity.class, user);
    if (row == null) {
      return Disabling.NO_ACCOUNT;
    }
    boolean last =
        row.administrator == 1
            && em.createQuery(
                    "SELECT a FROM AccountEntity a WHERE a.administrator = 1", AccountEntity.class)
                .getResultStream()
                .map(AccountEntity::toAccount)
                .allMatch(other -> other.user().equals(user) || other.disabled());
    if (last) {
      return Disabling.LAST_ADMINISTRATOR;
    }
    row.disabled = 1;
    endSignIns(em, user, "");
    return Disabling.DONE;
  }

  @Override
  public boolean enable(String user) {
    return transactions.run(
        "enable an account",
        em ->
            em.createQuery("UPDATE AccountEntity a SET a.disabled = 0 WHERE a.user = :user")
                    .setParameter("user", user)
                    .executeUpdate()
                == 1);
  }

  @Override
  public boolean isEmpty() {
    return transactions.run(
        "look for accounts",
        em ->
            em.createQuery("SELECT a.user FROM AccountEntity a", String.class)
                .setMaxResults(1)
                .getResultList()
                .isEmpty());
  }
}
