package coedit.persistence.jpa;

import coedit.persistence.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** The makes of database with a folder of migration scripts. */
enum Database {
  DERBY("Apache Derby", "derby", false),
  POSTGRESQL("PostgreSQL", "postgresql", true);

  private final String product;
  private final String folder;
  private final boolean nativeUuid;

  Database(String product, String folder, boolean nativeUuid) {
    this.product = product;
    this.folder = folder;
    this.nativeUuid = nativeUuid;
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

  /** Whether ids are of a type of their own, not text. */
  boolean nativeUuid() {
    return nativeUuid;
  }
}
