package coedit.system;

import coedit.persistence.postgres.PostgresServer;
import java.util.Map;

/** Empty databases on the one PostgreSQL of this run. */
public final class Databases {

  private Databases() {}

  /** Settings of a server that keeps everything in a new, empty database. */
  public static Map<String, String> fresh() {
    return on(PostgresServer.shared());
  }

  public static Map<String, String> on(PostgresServer postgres) {
    return Map.of(
        "COEDIT_DB_URL", postgres.createDatabase(),
        "COEDIT_DB_USER", postgres.user(),
        "COEDIT_DB_PASSWORD", postgres.password());
  }
}
