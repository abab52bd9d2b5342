package coedit.persistence.jpa;

import coedit.persistence.DurabilityReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at the settings with which a database trades safety for speed. */
final class Durability {

  private static final String DERBY_SETTING = "derby.system.durability";

  private Durability() {}

  static DurabilityReport of(Database database, Connection connection) throws SQLException {
    return switch (database) {
      case POSTGRESQL -> postgresql(connection);
      case DERBY -> derby(connection.getMetaData().getURL());
    };
  }

  private static DurabilityReport postgresql(Connection connection) throws SQLException {
    List<String> looked = new ArrayList<>();
    List<String> risky = new ArrayList<>();
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      String value = show(connection, setting);
      looked.add(setting + "=" + value);
      if (value.equals("off")) {
        risky.add(setting);
      }
    }
    String text = "PostgreSQL with " + String.join(", ", looked);
    return risky.isEmpty()
        ? new DurabilityReport(true, text)
        : new DurabilityReport(false, text + ": turn on " + String.join(", ", risky));
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW " + setting)) {
      return result.next() ? result.getString(1) : "";
    }
  }

  private static DurabilityReport derby(String url) {
    if (url.toLowerCase(Locale.ROOT).startsWith("jdbc:derby:memory:")) {
      return new DurabilityReport(false, "Derby in memory: everything is gone when it stops");
    }
    String setting = System.getProperty(DERBY_SETTING, "");
    return setting.equalsIgnoreCase("test")
        ? new DurabilityReport(false, "Derby with " + DERBY_SETTING + "=test: remove the setting")
        : new DurabilityReport(true, "Derby, which waits for its log to reach the disk");
  }
}
