package coedit.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is in the tables, asked past the servers. */
final class StoredRows {

  private static final String OF_DATABASE =
      "SELECT %s FROM pg_stat_database WHERE datname = current_database()";

  private final Map<String, String> database;

  /**
   * @param database the settings of a server that uses it
   */
  StoredRows(Map<String, String> database) {
    this.database = database;
  }

  /** Revision, client and sequence of each operation, in order. */
  List<String> operations(String document) {
    return read(
        "SELECT revision, client, client_sequence FROM operation_log"
            + " WHERE document = ? ORDER BY revision",
        document,
        row -> {
          String client = Long.toString(row.getLong(2), Character.MAX_RADIX);
          return Verdict.line(row.getLong(1), client, row.getLong(3));
        });
  }

  /** When each of the transactions began that wrote a document's operations, in order. */
  List<Instant> commits(String document) {
    return read(
        "SELECT DISTINCT committed_at FROM operation_log WHERE document = ? ORDER BY committed_at",
        document,
        row -> row.getTimestamp(1).toInstant());
  }

  /** Whether this server took the lease of the document's shard, and nobody after it. */
  boolean isOwner(LibertyServer server, String document) {
    return owner(document).startsWith(server.jvm() + "@");
  }

  /** Process and name of the server that took the lease of the document's shard last. */
  String owner(String document) {
    return read(
            "SELECT shard.owner FROM shard JOIN document ON document.shard = shard.id"
                + " WHERE document.id = ?",
            document,
            row -> row.getString(1))
        .get(0);
  }

  /** Rows of a table that were written. */
  record Written(long inserted, long updated, long deleted) {
    Written since(Written before) {
      return new Written(
          inserted - before.inserted, updated - before.updated, deleted - before.deleted);
    }
  }

  /** As PostgreSQL counts it, which hears of a transaction up to ten seconds later. */
  Written written(String table) {
    return counted(
        "SELECT n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables WHERE relname = '"
            + table
            + "'",
        row -> new Written(row.getLong(1), row.getLong(2), row.getLong(3)));
  }

  /** Transactions of all connections to this database so far. */
  long transactions() {
    return counted(OF_DATABASE.formatted("xact_commit + xact_rollback"), row -> row.getLong(1));
  }

  long deadlocks() {
    return counted(OF_DATABASE.formatted("deadlocks"), row -> row.getLong(1));
  }

  /** Connections to this database of which something holds. */
  long sessions(String what) {
    return counted(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND " + what,
        row -> row.getLong(1));
  }

  private <T> T counted(String query, Row<T> row) {
    try (Connection sql = connect();
        PreparedStatement select = sql.prepareStatement(query);
        ResultSet only = select.executeQuery()) {
      only.next();
      return row.read(only);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Puts a document in that some server with more plugins has made. */
  void addDocumentOfType(String type) {
    try (Connection sql = connect();
        PreparedStatement insert =
            sql.prepareStatement(
                "INSERT INTO document (id, shard, type, type_version, title, floor,"
                    + " snapshot_revision, acl_epoch, state, created_by, created_at, updated_at)"
                    + " VALUES (?, 0, ?, 1, 'from elsewhere', 0, 0, 1, 0, 'alice', 0, 0)")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, type);
      insert.executeUpdate();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.get("COEDIT_DB_URL"),
        database.get("COEDIT_DB_USER"),
        database.get("COEDIT_DB_PASSWORD"));
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> read(String query, String document, Row<T> row) {
    try (Connection sql = connect();
        PreparedStatement select = sql.prepareStatement(query)) {
      select.setObject(1, UUID.fromString(document));
      List<T> all = new ArrayList<>();
      for (ResultSet rows = select.executeQuery(); rows.next(); ) {
        all.add(row.read(rows));
      }
      return all;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
