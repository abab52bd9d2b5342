package coedit.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database as it was at a moment, made and restored while others may use it. */
final class PostgresBackup {

  private static final Pattern ADDRESS = Pattern.compile("(.*/)(\\w+)(\\?.*)?");

  private final Map<String, String> settings;
  private final Matcher address;

  private PostgresBackup(Map<String, String> settings) {
    this.settings = settings;
    this.address = ADDRESS.matcher(settings.get("COEDIT_DB_URL"));
    if (!address.matches()) {
      throw new IllegalArgumentException(settings.toString());
    }
  }

  /** Cuts whoever is connected, and copies everything. */
  static PostgresBackup of(Map<String, String> settings) {
    PostgresBackup backup = new PostgresBackup(settings);
    String name = backup.name();
    backup.run(
        "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name),
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '%s'"
            .formatted(name),
        "CREATE DATABASE %s_backup TEMPLATE %s".formatted(name, name),
        "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name));
    return backup;
  }

  /** Puts the copy into the place of what is there. */
  void restore() {
    run(
        "DROP DATABASE %s WITH (FORCE)".formatted(name()),
        "ALTER DATABASE %s_backup RENAME TO %s".formatted(name(), name()));
  }

  private String name() {
    return address.group(2);
  }

  private void run(String... statements) {
    try (Connection sql =
            DriverManager.getConnection(
                address.group(1) + "postgres",
                settings.get("COEDIT_DB_USER"),
                settings.get("COEDIT_DB_PASSWORD"));
        Statement statement = sql.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
