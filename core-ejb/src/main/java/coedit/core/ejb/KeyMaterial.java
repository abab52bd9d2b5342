package coedit.core.ejb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Where the key that wraps secrets comes from: the setting {@code coedit.secret}, else the
 * database's password, else a file in the data folder that the first start makes. Servers that
 * share a database share the first two; an embedded one has the file.
 */
final class KeyMaterial {

  private static final String FILE = "secret.key";
  private static final int FILE_BYTES = 32;

  private KeyMaterial() {}

  static String of(Config config, Path dataDirectory, SecureRandom random) {
    return Stream.of("coedit.secret", "coedit.db.password")
        .map(name -> config.getOptionalValue(name, String.class))
        .flatMap(Optional::stream)
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElseGet(() -> file(dataDirectory, random));
  }

  private static String file(Path directory, SecureRandom random) {
    Path file = directory.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        make(file, random);
      }
      return Files.readString(file).strip();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read or make the key in " + file, failed);
    }
  }

  /** Whole or not at all: half a key after a crash would lock the store. */
  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] bytes = new byte[FILE_BYTES];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Path draft = OwnersFile.write(file.resolveSibling(FILE + ".new"), text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
