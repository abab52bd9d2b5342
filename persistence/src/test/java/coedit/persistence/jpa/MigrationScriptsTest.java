package coedit.persistence.jpa;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationScriptsTest {

  @ParameterizedTest
  @EnumSource(Database.class)
  void everyScriptIsListed(Database database) throws IOException, URISyntaxException {
    Path derby =
        Path.of(Database.class.getResource("/db/migration/derby/V1__tables.sql").toURI())
            .getParent();
    Path folder = derby.resolveSibling(Path.of(database.scripts()).getFileName());
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertEquals(MigrationScripts.NAMES, names);
    }
  }

  /**
   * Servers of the release before go on while the first of the new one has migrated already: what
   * they read and write must stay. What nobody needs any more goes a release later, by a script
   * that is named here with the release that stopped using it.
   */
  @ParameterizedTest
  @EnumSource(Database.class)
  void scriptsAfterTheFirstOnlyExpand(Database database) throws IOException {
    for (String name : MigrationScripts.NAMES.subList(1, MigrationScripts.NAMES.size())) {
      try (InputStream in =
          Database.class.getResourceAsStream("/" + database.scripts() + "/" + name)) {
        assertEquals(List.of(), contracting(new String(in.readAllBytes(), UTF_8)), name);
      }
    }
  }

  @Test
  void knowsWhatContracts() {
    String expands =
        """
        -- DROP TABLE nobody
        ALTER TABLE a ADD COLUMN b integer;
        ALTER TABLE a ADD COLUMN c integer DEFAULT 0 NOT NULL;
        CREATE TABLE d (e integer NOT NULL);
        """;
    assertEquals(List.of(), contracting(expands));
    for (String contracts :
        List.of(
            "DROP TABLE a",
            "ALTER TABLE a DROP COLUMN b",
            "ALTER TABLE a RENAME COLUMN b TO c",
            "RENAME TABLE a TO b",
            "ALTER TABLE a ALTER COLUMN b TYPE bigint",
            "ALTER TABLE a ALTER COLUMN b SET NOT NULL",
            "ALTER TABLE a ADD COLUMN b integer NOT NULL",
            "ALTER TABLE a ADD CONSTRAINT b UNIQUE (c)",
            "CREATE UNIQUE INDEX b ON a (c)",
            "DELETE FROM a",
            "TRUNCATE a")) {
      assertEquals(List.of(contracts), contracting(expands + contracts + ";"));
    }
  }

  /** The statements that a server of the release before might trip over. */
  private static List<String> contracting(String script) {
    return Stream.of(script.replaceAll("--[^\\n]*", "").split(";"))
        .map(String::strip)
        .filter(MigrationScriptsTest::contracts)
        .toList();
  }

  private static boolean contracts(String statement) {
    return Pattern.compile(
                "^(DROP|RENAME|DELETE|TRUNCATE|CREATE UNIQUE)|^ALTER TABLE .*\\b(DROP|RENAME|ALTER|CONSTRAINT)\\b",
                Pattern.DOTALL)
            .matcher(statement)
            .find()
        || statement.startsWith("ALTER TABLE")
            && statement.contains("NOT NULL")
            && !statement.contains("DEFAULT");
  }
}
