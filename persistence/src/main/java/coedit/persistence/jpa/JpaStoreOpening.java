package coedit.persistence.jpa;

import coedit.persistence.OpenedStore;
import coedit.persistence.StoreException;
import coedit.persistence.StoreIdentity;
import coedit.persistence.StoreOpening;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.Location;

/** Migrates the schema, then finds or makes the one row of the store. */
final class JpaStoreOpening implements StoreOpening {

  private static final System.Logger LOG = System.getLogger(JpaStoreOpening.class.getName());

  /** More leases than are ever taken between a backup and what it is restored after. */
  private static final long EPOCHS_SINCE_THE_BACKUP = 1L << 32;

  private final DataSource dataSource;
  private final Transactions transactions;

  /**
   * @param dataSource gives unshared connections: the migration holds several at once
   */
  JpaStoreOpening(DataSource dataSource, Transactions transactions) {
    this.dataSource = dataSource;
    this.transactions = transactions;
  }

  @Override
  public OpenedStore open(int shards) {
    if (shards < 1) {
      throw new IllegalArgumentException("shards " + shards);
    }
    try {
      Database database = look();
      Flyway.configure(JpaStoreOpening.class.getClassLoader())
          .dataSource(dataSource)
          .locations(new Location[0])
          .callbackLocations(new Location[0])
          .resourceProvider(new MigrationScripts(database.scripts()))
          .javaMigrationClassProvider(List::of)
          .cleanDisabled(true)
          // Not by a transaction that stays open: the database ends one in which nothing happens.
          .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
          // A newer release may have expanded the schema already while this one still runs.
          .ignoreMigrationPatterns("*:future")
          .load()
          .migrate();
      StoreIdentity identity = findOrCreate(shards);
      try (Connection connection = dataSource.getConnection()) {
        return new OpenedStore(identity, Durability.of(database, connection));
      }
    } catch (SQLException | FlywayException failure) {
      throw new StoreException("could not open the store", failure);
    }
  }

  @Override
  public StoreIdentity beginNewGeneration() {
    return transactions.run(
        "begin a new generation",
        em -> {
          StoreEntity store = em.find(StoreEntity.class, StoreEntity.ONLY_ID);
          store.generation = UUID.randomUUID();
          em.createQuery("UPDATE ShardEntity s SET s.epoch = s.epoch + :since")
              .setParameter("since", EPOCHS_SINCE_THE_BACKUP)
              .executeUpdate();
          return store.toIdentity();
        });
  }

  @Override
  public StoreIdentity identity() {
    return find()
        .orElseThrow(
            () ->
                new StoreException(
                    "the database holds no store", new IllegalStateException("no row")));
  }

  private Database look() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        LOG.log(
            Level.WARNING,
            "the data source should use isolation level READ COMMITTED: a stricter one makes readers"
                + " and commits wait for, or abort, each other");
      }
      return Database.of(connection);
    }
  }

  private StoreIdentity findOrCreate(int shards) {
    Optional<StoreIdentity> existing = find();
    if (existing.isPresent()) {
      return existing.get();
    }
    try {
      return transactions.run("create the store", em -> create(em, shards));
    } catch (StoreException failure) {
      if (SqlFailures.isConstraintViolation(failure)) {
        return find().orElseThrow(() -> failure);
      }
      throw failure;
    }
  }

  private Optional<StoreIdentity> find() {
    return transactions
        .run(
            "read the store's identity",
            em -> Optional.ofNullable(em.find(StoreEntity.class, StoreEntity.ONLY_ID)))
        .map(StoreEntity::toIdentity);
  }

  private static StoreIdentity create(EntityManager em, int shards) {
    StoreEntity store = new StoreEntity();
    store.storeId = UUID.randomUUID();
    store.generation = UUID.randomUUID();
    store.shards = shards;
    em.persist(store);
    // A server that comes second waits here for the first, then fails on the key.
    em.flush();
    for (int id = 0; id < shards; id++) {
      ShardEntity shard = new ShardEntity();
      shard.id = id;
      em.persist(shard);
    }
    return store.toIdentity();
  }
}
