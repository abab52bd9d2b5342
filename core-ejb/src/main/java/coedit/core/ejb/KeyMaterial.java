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
import java.util.regex.Pattern;
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

  /** What guides and templates have where a secret belongs, without signs between the letters. */
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "",
          "123456",
          "12345678",
          "123456789",
          "abc123",
          "admin",
          "changeit",
          "changeme",
          "coedit",
          "coeditpassword",
          "coeditsecret",
          "default",
          "demo",
          "derby",
          "dummy",
          "example",
          "examplepassword",
          "examplesecret",
          "foobar",
          "insertsecrethere",
          "letmein",
          "liberty",
          "mypassword",
          "mysecret",
          "none",
          "notasecret",
          "null",
          "pass",
          "passw0rd",
          "password",
          "password1",
          "password123",
          "placeholder",
          "postgres",
          "postgrespassword",
          "postgresql",
          "qwerty",
          "replaceme",
          "root",
          "sample",
          "secret",
          "secret123",
          "secretkey",
          "secretpassword",
          "supersecret",
          "tbd",
          "test",
          "testpassword",
          "testsecret",
          "todo",
          "topsecret",
          "undefined",
          "verysecret",
          "xxx",
          "yourpassword",
          "yourpasswordhere",
          "yoursecret",
          "yoursecrethere",
          "yoursecretkey");

  /** A place for a variable that nothing was put into, or one sign again and again. */
  private static final Pattern EMPTY_PLACE =
      Pattern.compile("<.*>|\\$\\{.*}|\\{\\{.*}}|%.*%|(.)\\1{2,}");

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]");

  private KeyMaterial() {}

  /**
   * @throws IllegalStateException when it is no secret: a placeholder, or a file of others too
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
          if (isPlaceholder(secret.strip())) {
            throw new IllegalStateException(
                name
                    + " is a placeholder: set coedit.secret to random text, such as what"
                    + " `openssl rand -base64 32` prints");
          }
        });
    return value;
  }

  private static boolean isPlaceholder(String secret) {
    String letters = BETWEEN.matcher(secret).replaceAll("").toLowerCase(Locale.ROOT);
    return PLACEHOLDERS.contains(letters) || EMPTY_PLACE.matcher(secret).matches();
  }

  private static String file(Path directory, SecureRandom random) {
    Path file = directory.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        make(file, random);
      }
      if (OwnersFile.isOpenToOthers(file)) {
        throw new IllegalStateException(
            "others can read or replace the key of secrets: chmod 600 "
                + file
                + ", if it is still one");
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
