package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SocketLimitsTest {

  @Test
  void theTableInTheOperationsGuideNamesEveryLimitWithItsDefault() throws IOException {
    Map<String, Integer> table = new LinkedHashMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `coedit\\.limits\\.([a-z-]+)` \\| ([0-9]+) ")
            .matcher(Files.readString(Path.of("..", "docs", "operations.md")));
    while (row.find()) {
      table.put(row.group(1), Integer.valueOf(row.group(2)));
    }
    Map<String, Integer> asked = new LinkedHashMap<>();
    SocketLimits fromTable =
        SocketLimits.read(
            name -> {
              asked.put(name, table.get(name));
              return Optional.ofNullable(table.get(name));
            });
    assertEquals(SocketLimits.read(name -> Optional.empty()), fromTable);
    assertEquals(asked, table);
  }

  @Test
  void namesTheSettingThatIsOutOfBounds() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                SocketLimits.read(
                    name -> name.equals("depth") ? Optional.of(0) : Optional.empty()));
    assertTrue(refused.getMessage().contains("coedit.limits.depth"), refused.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SocketLimits.read(
                name -> name.equals("silence-seconds") ? Optional.of(20) : Optional.empty()));
  }
}
