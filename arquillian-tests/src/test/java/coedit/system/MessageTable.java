package coedit.system;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every message of a protocol comes to, by right: a line for each, with the message and then
 * what it comes to for a stranger, somebody without a right, one who may view, comment, edit, and
 * administer.
 */
final class MessageTable {

  private static final List<String> RIGHTS =
      List.of("stranger", "none", "view", "comment", "edit", "admin");

  private final Map<String, List<String>> lines = new LinkedHashMap<>();

  MessageTable(String table) {
    for (String line : table.lines().toList()) {
      List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
      if (cells.size() != RIGHTS.size() + 1) {
        throw new IllegalArgumentException(line);
      }
      lines.put(cells.get(0), cells.subList(1, cells.size()));
    }
  }

  List<String> messages() {
    return List.copyOf(lines.keySet());
  }

  /** The kinds of messages as constants are written; behind a colon are variants of one. */
  Set<String> kinds() {
    return lines.keySet().stream()
        .map(message -> message.replaceAll(":.*", ""))
        .map(kind -> kind.replace(' ', '_').toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  Map<String, String> expected(String message) {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String role : Roles.NAMES) {
      expected.put(role, lines.get(message).get(RIGHTS.indexOf(right(role))));
    }
    return expected;
  }

  /** The right that a role comes to. */
  private static String right(String role) {
    return switch (role) {
      case "edit by group" -> "edit";
      case "owner", "operator", "administrator" -> "admin";
      default -> role;
    };
  }
}
