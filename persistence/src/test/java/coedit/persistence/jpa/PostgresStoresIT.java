package coedit.persistence.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.persistence.StoreException;
import coedit.persistence.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresStoresIT extends StoresSuite {

  @Override
  StoreFixture create() {
    return StoreFixture.postgres();
  }

  @Test
  void aShardThatSomebodyKeepsIsNotWaitedForLongAndIsNoSignThatTheDatabaseIsAway()
      throws SQLException {
    try (StoreFixture store = create().opened();
        Connection keeper = store.dataSource.getConnection();
        Statement statement = keeper.createStatement()) {
      JpaOperationLog log = new JpaOperationLog(store.transactions);
      keeper.setAutoCommit(false);
      statement.execute("SELECT id FROM shard WHERE id = 3 FOR UPDATE");
      StoreException kept = assertThrows(StoreException.class, () -> log.acquire(3, "a"));
      assertFalse(kept instanceof StoreUnavailableException);
      assertEquals(1, log.acquire(4, "a").epoch());
      keeper.rollback();
      assertEquals(1, log.acquire(3, "a").epoch());
    }
  }
}
