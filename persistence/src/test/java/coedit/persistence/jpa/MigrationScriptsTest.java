package coedit.persistence.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
}
