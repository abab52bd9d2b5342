package coedit.persistence.jpa;

import coedit.persistence.AccountStore;
import coedit.persistence.StoreException;
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
