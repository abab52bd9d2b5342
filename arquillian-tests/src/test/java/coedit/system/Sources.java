package coedit.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is written in the modules under test. */
final class Sources {

  private Sources() {}

  /** All of a module's own Java files, one after the other. */
  static String of(String module) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      List<Path> sources =
          files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      for (Path source : sources) {
        all.append(Files.readString(source));
      }
    }
    return all.toString();
  }

  /** One file of a module. */
  static String file(String module, String path) throws IOException {
    return Files.readString(Path.of("..", module, "src", "main", "java", path));
  }
}
