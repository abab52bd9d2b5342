package coedit.core.ejb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

  /** What guides and templates have where a secret belongs. */
  private static final Set<String> PLACEHOLDERS =
      Set.of("...", "…", "changeme", "change-me", "change me", "secret", "password", "example");

  private KeyMaterial() {}

  /**
   * @throws IllegalStateException when it is no secret: a placeholder, or a file that others read
   */
  static String of(Config config, Path dataDirectory, SecureRandom random) {
    return Stream.of("coedit.secret", "coedit.db.password")
        .flatMap(name -> setting(config, name).stream())
        .findFirst()
        .orElseGet(() -> file(dataDirectory, random));
  }

  private static Optional<String> setting(Config config, String name) {
    Optional<String> value =
        config.getOptionalValue(name, String.class).filter(text -> !text.isBlank());
    value.ifPresent(
        secret -> {
          if (PLACEHOLDERS.contains(secret.strip().toLowerCase(Locale.ROOT))) {
            throw new IllegalStateException(
                name
                    + " is a placeholder: set coedit.secret to random text, such as what"
                    + " `openssl rand -base64 32` prints");
          }
        });
    return value;
  }

  private static String file(Path directory, SecureRandom random) {
    Path file = directory.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        make(file, random);
      }
      if (OwnersFile.isReadByOthers(file)) {
        throw new IllegalStateException(
            "others can read the key of secrets: chmod 600 " + file + ", if it is still one");
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
