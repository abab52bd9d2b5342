package coedit.persistence.jpa;

import coedit.persistence.SecretStore;
import coedit.persistence.StoreException;
import java.util.Optional;

/** Secrets as rows; the first server to write one wins. */
final class JpaSecretStore implements SecretStore {

  private final Transactions transactions;

  JpaSecretStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<byte[]> find(String name) {
    return transactions
        .run("read a secret", em -> Optional.ofNullable(em.find(SecretEntity.class, name)))
        .map(row -> row.sealed);
  }

  @Override
  public byte[] putIfAbsent(String name, byte[] value) {
    SecretEntity row = new SecretEntity();
    row.name = name;
    row.sealed = value.clone();
    try {
      transactions.run(
          "store a secret",
          em -> {
            em.persist(row);
            return row;
          });
      return value.clone();
    } catch (StoreException failure) {
      if (SqlFailures.isConstraintViolation(failure)) {
        return find(name).orElseThrow(() -> failure);
      }
      throw failure;
    }
  }
}
