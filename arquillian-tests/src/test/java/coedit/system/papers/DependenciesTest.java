package coedit.system.papers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * What is shipped is what {@code docs/dependencies.md} knows, and no known vulnerability is open.
 */
class DependenciesTest {

  private static final Path ROOT = Path.of("..");
  private static final Path SHIPPED = ROOT.resolve("ear/target/coedit.ear");
  private static final Path DRIVERS =
      ROOT.resolve("ear/target/liberty/wlp/usr/servers/coedit/jdbc");
  private static final Path LOCK =
      ROOT.resolve("websocket-web/src/main/frontend/package-lock.json");
  private static final Pattern JAR = Pattern.compile("(?:.*/)?([A-Za-z0-9-]+?)-(\\d[\\w.]*)\\.jar");
  private static final Pattern LAST_LOOK =
      Pattern.compile("(?m)^Last look: (\\d{4}-\\d\\d-\\d\\d)\\b");
  private static final int GOOD_DAYS = 90;

  @Test
  void everyComponentIsKnown() throws IOException {
    Map<String, String> known = new TreeMap<>();
    rows("Components").forEach(row -> known.put(row.get(0), row.get(1)));
    assertEquals(known, shipped());
  }

  @Test
  void noKnownVulnerabilityIsOpen() throws IOException {
    Map<String, String> shipped = shipped();
    List<String> open = new ArrayList<>();
    List<List<String>> advisories = rows("Known vulnerabilities");
    for (List<String> row : advisories) {
      String version = shipped.get(row.get(1));
      boolean affected =
          version != null && compare(version, row.get(2)) >= 0 && compare(version, row.get(3)) < 0;
      if (affected && row.get(4).isBlank()) {
        open.add(row.get(0) + " in " + row.get(1) + " " + version);
      }
    }
    assertTrue(advisories.size() > 5, "the table is not found");
    assertEquals(List.of(), open);
  }

  /** Time alone fails no build but those that ask for it: old releases are built too. */
  @Test
  void theLastLookIsNotLongAgo() throws IOException {
    Matcher day = LAST_LOOK.matcher(paper());
    assertTrue(day.find(), "the day of the last look is not found");
    Optional<String> late = late(LocalDate.parse(day.group(1)), LocalDate.now(ZoneOffset.UTC));
    if (Boolean.getBoolean("coedit.advisories.fresh")) {
      assertEquals(Optional.empty(), late);
    }
    late.ifPresent(warning -> System.out.println("WARNING: " + warning));
  }

  @Test
  void aLookIsGoodForNinetyDays() {
    LocalDate look = LocalDate.of(2026, 11, 22);
    assertEquals(Optional.empty(), late(look, look.plusDays(90)));
    assertTrue(late(look, look.plusDays(91)).orElseThrow().contains("2026-11-22, 91 days ago"));
  }

  private static Optional<String> late(LocalDate look, LocalDate today) {
    long days = ChronoUnit.DAYS.between(look, today);
    return days <= GOOD_DAYS
        ? Optional.empty()
        : Optional.of(
            "the last look at advisories was on %s, %d days ago: look up what is shipped, and write what is new and the day into docs/dependencies.md"
                .formatted(look, days));
  }

  @Test
  void versionsAreComparedByTheirNumbers() {
    assertTrue(compare("42.7.10", "42.7.8") > 0);
    assertTrue(compare("10.16.1.1", "10.16.1.2") < 0);
    assertTrue(compare("2.20", "2.20.0") == 0);
    assertTrue(compare("5.7.0", "0") > 0);
  }

  private static Map<String, String> shipped() throws IOException {
    Map<String, String> shipped = new TreeMap<>();
    try (ZipInputStream ear = new ZipInputStream(Files.newInputStream(SHIPPED))) {
      for (ZipEntry entry = ear.getNextEntry(); entry != null; entry = ear.getNextEntry()) {
        jar(shipped, entry.getName());
      }
    }
    try (Stream<Path> drivers = Files.list(DRIVERS)) {
      drivers.forEach(driver -> jar(shipped, driver.getFileName().toString()));
    }
    JsonNode packages = new ObjectMapper().readTree(LOCK.toFile()).get("packages");
    for (Map.Entry<String, JsonNode> one : packages.properties()) {
      boolean ours = one.getValue().has("link") || one.getValue().has("dev");
      if (one.getKey().startsWith("node_modules/") && !ours) {
        String name = one.getKey().substring("node_modules/".length());
        shipped.put(name, one.getValue().get("version").asText());
      }
    }
    return shipped;
  }

  private static void jar(Map<String, String> shipped, String file) {
    Matcher jar = JAR.matcher(file);
    if (jar.matches() && !jar.group(1).startsWith("coedit-")) {
      shipped.put(jar.group(1), jar.group(2));
    }
  }

  private static String paper() throws IOException {
    return Files.readString(ROOT.resolve("docs/dependencies.md"));
  }

  private static List<List<String>> rows(String heading) throws IOException {
    String paper = paper();
    String part = paper.substring(paper.indexOf("## " + heading) + heading.length());
    int end = part.indexOf("\n## ");
    return (end < 0 ? part : part.substring(0, end))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
        .skip(1)
        .map(line -> Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  private static int compare(String one, String other) {
    String[] left = one.split("\\.");
    String[] right = other.split("\\.");
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = Integer.compare(number(left, i), number(right, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int number(String[] parts, int index) {
    return index < parts.length ? Integer.parseInt(parts[index]) : 0;
  }
}
