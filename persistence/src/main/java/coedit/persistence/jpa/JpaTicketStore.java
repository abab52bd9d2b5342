package coedit.persistence.jpa;

import coedit.persistence.StoreException;
import coedit.persistence.TicketStore;
import java.time.Instant;

/** Used tickets as rows: the key says who was first. */
final class JpaTicketStore implements TicketStore {

  private final Transactions transactions;

  JpaTicketStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public boolean use(String id, Instant until) {
    TicketEntity row = new TicketEntity();
    row.id = id;
    row.expiresAt = until.toEpochMilli();
    try {
      transactions.run(
          "use a ticket",
          em -> {
            em.persist(row);
            return row;
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
  public int purge(Instant now) {
    return transactions.run(
        "forget tickets",
        em ->
            em.createQuery("DELETE FROM TicketEntity t WHERE t.expiresAt <= :now")
                .setParameter("now", now.toEpochMilli())
                .executeUpdate());
  }
}
