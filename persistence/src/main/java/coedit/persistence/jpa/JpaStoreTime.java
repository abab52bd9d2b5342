package coedit.persistence.jpa;

import coedit.persistence.StoreTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** Asks the database what time it is. */
final class JpaStoreTime implements StoreTime {

  private final Transactions transactions;

  JpaStoreTime(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Instant now() {
    Date shown =
        transactions.run(
            "read the time",
            em ->
                em.createQuery("SELECT CURRENT_TIMESTAMP FROM StoreEntity s", Date.class)
                    .getSingleResult());
    return shown.toInstant().truncatedTo(ChronoUnit.MILLIS);
  }
}
