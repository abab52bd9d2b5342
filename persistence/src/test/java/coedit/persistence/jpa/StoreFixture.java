package coedit.persistence.jpa;

import coedit.persistence.OpenedStore;
import coedit.persistence.postgres.PostgresServer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** An empty store in a database of its own, opened as the server opens it. */
final class StoreFixture implements AutoCloseable {

  final TestDataSource dataSource;
  final EntityManagerFactory entityManagers;
  final Transactions transactions;
  private final String shutdown;

  private StoreFixture(TestDataSource dataSource, String shutdown) {
    this.dataSource = dataSource;
    this.shutdown = shutdown;
    entityManagers =
        Persistence.createEntityManagerFactory(
            "coedit",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.nonJtaDataSource", dataSource));
    transactions = new ResourceLocalTransactions(entityManagers);
  }

  static StoreFixture derby() {
    return derby("memory:" + UUID.randomUUID());
  }

  static StoreFixture derby(String database) {
    String url = "jdbc:derby:" + database;
    return new StoreFixture(
        new TestDataSource(url + ";create=true", "coedit", "coedit"), url + ";shutdown=true");
  }

  static StoreFixture postgres() {
    PostgresServer server = PostgresServer.shared();
    return new StoreFixture(
        new TestDataSource(server.createDatabase(), server.user(), server.password()), "");
  }

  OpenedStore open(int shards) {
    return new JpaStoreOpening(dataSource, transactions).open(shards);
  }

  StoreFixture opened() {
    open(8);
    return this;
  }

  /** Runs a statement behind the store's back. */
  int sql(String statement) {
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement()) {
      return sql.executeUpdate(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() throws SQLException {
    entityManagers.close();
    dataSource.close();
    if (!shutdown.isEmpty()) {
      try (Connection none = DriverManager.getConnection(shutdown)) {
        throw new IllegalStateException("Derby is still open: " + none);
      } catch (SQLException expected) {
        if (!"08006".equals(expected.getSQLState())) {
          throw expected;
        }
      }
    }
  }
}
