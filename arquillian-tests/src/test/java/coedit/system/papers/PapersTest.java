package coedit.system.papers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PapersTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_OURS = Set.of(".git", "node_modules", "target");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern TEST =
      Pattern.compile("`([A-Z]\\w+(?:Test|IT|Suite|Contract|Runner|Storm))(?:\\.(\\w+))?`");
  private static final Pattern SCRIPT_TEST = Pattern.compile("`([\\w-]+\\.test\\.ts)`");
  private static final Pattern SETTING = Pattern.compile("\"(coedit(?:\\.[a-z-]+){2,})\"");
  private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path paper : files(".md")) {
      Matcher link = LINK.matcher(Files.readString(paper));
      while (link.find()) {
        if (!Files.exists(paper.resolveSibling(link.group(1)))) {
          broken.add(ROOT.relativize(paper) + ": " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyTestThatAGuaranteeNamesExists() throws IOException {
    List<Path> sources = files(".java");
    List<String> missing = new ArrayList<>();
    Matcher named = TEST.matcher(Files.readString(ROOT.resolve("docs/guarantees.md")));
    while (named.find()) {
      String type = named.group(1) + ".java";
      String method = named.group(2) == null ? "" : " void " + named.group(2) + "(";
      boolean found =
          sources.stream()
              .filter(source -> source.getFileName().toString().equals(type))
              .anyMatch(source -> read(source).contains(method));
      if (!found) {
        missing.add(named.group());
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyTestOfTheClientThatAGuaranteeNamesExists() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher name = SCRIPT_TEST.matcher(Files.readString(ROOT.resolve("docs/guarantees.md")));
    while (name.find()) {
      named.add(name.group(1));
    }
    assertFalse(named.isEmpty());
    files(".ts").forEach(source -> named.remove(source.getFileName().toString()));
    assertEquals(Set.of(), named);
  }

  @Test
  void everySettingIsInTheOperationsGuide() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/operations.md"));
    String readers =
        read(ROOT.resolve("server.xml"))
            + read(ROOT.resolve("core-ejb/src/main/java/coedit/core/ejb/CoreSettings.java"))
            + read(ROOT.resolve("websocket-web/src/main/java/coedit/web/auth/AuthWiring.java"));
    Set<String> missing = new TreeSet<>();
    Matcher setting = SETTING.matcher(readers);
    while (setting.find()) {
      if (!guide.contains("`" + setting.group(1) + "`")) {
        missing.add(setting.group(1));
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void theFirstTwoShellBlocksOfTheReadmeAreOneCommandEach() throws IOException {
    Matcher block = SHELL.matcher(Files.readString(ROOT.resolve("README.md")));
    for (int i = 0; i < 2; i++) {
      assertTrue(block.find());
      assertFalse(block.group(1).isBlank());
      assertEquals(1, block.group(1).lines().count(), block.group(1));
    }
  }

  private static List<Path> files(String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(ending)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertFalse(found.isEmpty());
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
