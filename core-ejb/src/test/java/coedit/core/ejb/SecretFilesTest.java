package coedit.core.ejb;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {

  @TempDir Path parent;
  private Path key;
  private Path environment;
  private SecretFiles files;

  @BeforeEach
  void aKeyAndAnEnvironment() throws IOException {
    Path keys = Files.createDirectories(parent.resolve("data/keys"));
    key = Files.writeString(keys.resolve("https.p12"), "key");
    environment = Files.writeString(parent.resolve("server.env"), "keystore_password=...");
    may(environment, "rw-r-----");
    files = SecretFiles.of(parent.resolve("data"), Optional.of(parent.toString()));
  }

  private static void may(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void theKeyOfHttpsBecomesItsOwnersAlone() throws IOException {
    for (String open : List.of("rw-r-----", "rw-r--r--", "rw-rw-rw-", "rw-------")) {
      may(key, open);
      files.check();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }
    assertEquals("key", Files.readString(key));
  }

  @Test
  void aKeyThatLibertyMakesLaterIsClosedWhenItIsThere() throws IOException {
    Files.delete(key);
    files.check();
    Files.writeString(key, "another");
    may(key, "rw-r-----");
    files.look();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  @Test
  void anEnvironmentThatAnybodyReadsOrAGroupWritesIsRefused() throws IOException {
    for (String open : List.of("rw-r--r--", "rw-rw----", "rw-----w-")) {
      may(environment, open);
      IllegalStateException refused = assertThrows(IllegalStateException.class, files::check, open);
      assertTrue(refused.getMessage().contains("server.env"), refused.getMessage());
    }
    may(environment, "rw-------");
    files.check();
  }

  @Test
  void whatIsNotThereKeepsNobodyFromStarting() {
    assertDoesNotThrow(SecretFiles.of(parent.resolve("none"), Optional.empty())::check);
    assertDoesNotThrow(SecretFiles.of(parent.resolve("none"), Optional.of("/none"))::check);
  }
}
