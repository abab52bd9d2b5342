package coedit.persistence.jpa;

import coedit.persistence.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** The makes of database with a folder of migration scripts. */
enum Database {
  DERBY("Apache Derby", "derby"),
  POSTGRESQL("PostgreSQL", "postgresql");

  private final String product;
  private final String folder;

  Database(String product, String folder) {
    this.product = product;
    this.folder = folder;
  }

  static Database of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    for (Database database : values()) {
      if (database.product.equals(product)) {
        return database;
      }
    }
    throw new StoreException(
        "no schema for this make of database", new SQLFeatureNotSupportedException(product));
  }

  /** The class path's folder with its migration scripts. */
  String scripts() {
    return "db/migration/" + folder;
  }
}
