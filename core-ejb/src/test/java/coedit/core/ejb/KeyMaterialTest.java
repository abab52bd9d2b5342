package coedit.core.ejb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyMaterialTest {

  @TempDir Path parent;

  @Test
  void theSettingComesFirstThenTheDatabasesPassword() {
    assertEquals("s", of(Map.of("coedit.secret", "s", "coedit.db.password", "p")));
    assertEquals("p", of(Map.of("coedit.secret", " ", "coedit.db.password", "p")));
    assertFalse(Files.exists(parent.resolve("data")));
  }

  @Test
  void otherwiseTheFirstStartMakesAFileThatOnlyItsOwnerReads() throws IOException {
    String first = of(Map.of("coedit.db.password", ""));
    assertTrue(first.length() >= 43, "256 bits in base64url");
    assertEquals(first, of(Map.of()));
    Path file = parent.resolve("data").resolve("secret.key");
    assertEquals(first, Files.readString(file).strip());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "no draft is left");
    }
  }

  @Test
  void refusesWhatIsNoSecret() throws IOException {
    for (String placeholder :
        List.of(
            "...",
            "…",
            "changeme",
            " Secret ",
            "Change-Me!",
            "your_secret_here",
            "<your secret>",
            "${COEDIT_SECRET}",
            "{{ secret }}",
            "xxxxxxxx",
            "********",
            "PASSW0RD",
            "postgres")) {
      assertThrows(
          IllegalStateException.class, () -> of(Map.of("coedit.secret", placeholder)), placeholder);
      assertThrows(
          IllegalStateException.class,
          () -> of(Map.of("coedit.db.password", placeholder)),
          placeholder);
      assertEquals("s", of(Map.of("coedit.secret", "s", "coedit.db.password", placeholder)));
    }
  }

  @Test
  void takesAnyRandomText() {
    for (String secret : List.of("qPh3", "postgres-7Zq1", "aab", "correct horse battery staple")) {
      assertEquals(secret, of(Map.of("coedit.secret", secret)));
    }
  }

  @Test
  void refusesAFileThatIsNotItsOwnersAlone() throws IOException {
    of(Map.of());
    Path file = parent.resolve("data").resolve("secret.key");
    for (String open : List.of("rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rw-rw-rw-")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
      assertThrows(IllegalStateException.class, () -> of(Map.of()), open);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertTrue(of(Map.of()).length() >= 43);
  }

  private String of(Map<String, String> settings) {
    return KeyMaterial.of(config(settings), parent.resolve("data"), new SecureRandom());
  }

  private static Config config(Map<String, String> settings) {
    return (Config)
        Proxy.newProxyInstance(
            KeyMaterialTest.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getOptionalValue")) {
                return Optional.ofNullable(settings.get(arguments[0]));
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
