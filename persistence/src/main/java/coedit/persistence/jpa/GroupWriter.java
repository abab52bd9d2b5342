package coedit.persistence.jpa;

import coedit.persistence.CommitGroup;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Writes a group through the transaction's own connection: first the fences, then the rows. Plain
 * JDBC because these are the hot statements of the server; docs/adr/0002 has the numbers.
 */
interface GroupWriter {

  /**
   * Moves every shard's fence and adds the group's operations to the log.
   *
   * @return the shards whose fence stands elsewhere; if there are any, the transaction must not be
   *     committed
   */
  Set<Integer> write(CommitGroup group) throws SQLException;

  /** The quickest way to write on this make of database. */
  static GroupWriter on(Connection connection) throws SQLException {
    return switch (Database.of(connection)) {
      case DERBY -> new RowWriter(connection);
      case POSTGRESQL -> new ArrayWriter(connection);
    };
  }
}
