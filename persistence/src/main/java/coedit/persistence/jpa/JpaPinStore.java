package coedit.persistence.jpa;

import coedit.persistence.PinStore;
import java.util.HashMap;
import java.util.Map;

/** Pins as rows, one for each shard that has one. */
final class JpaPinStore implements PinStore {

  private final Transactions transactions;

  JpaPinStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Map<Integer, String> all() {
    return transactions.run(
        "read the pins",
        em -> {
          Map<Integer, String> pins = new HashMap<>();
          em.createQuery("SELECT p FROM PinEntity p", PinEntity.class)
              .getResultList()
              .forEach(pin -> pins.put(pin.shard, pin.server));
          return pins;
        });
  }

  @Override
  public void pin(int shard, String server) {
    PinEntity row = new PinEntity();
    row.shard = shard;
    row.server = server;
    transactions.run("pin a shard", em -> em.merge(row));
  }

  @Override
  public void unpin(int shard) {
    transactions.run(
        "unpin a shard",
        em ->
            em.createQuery("DELETE FROM PinEntity p WHERE p.shard = :shard")
                .setParameter("shard", shard)
                .executeUpdate());
  }
}
