package coedit.core.ejb;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFilesTest {

  @TempDir Path parent;
  private Path keys;
  private Path key;
  private Path environment;
  private SecretFiles files;

  @BeforeEach
  void aKeyAndAnEnvironment() throws IOException {
    keys = Files.createDirectories(parent.resolve("data/keys"));
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
      assertEquals("rw-------", of(key));
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
    assertEquals("rw-------", of(key));
  }

  private static String of(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @ParameterizedTest
  @CsvSource({
    "server.env, coedit_db_password=of-the-test",
    "bootstrap.properties, coedit.secret: of-the-test",
    "server.xml, <server><variable value='of-the-test' name='coedit.secret'/></server>",
    "configDropins/defaults/ldap.xml, <ldapRegistry bindPassword='of-the-test'/>",
    "configDropins/overrides/more.xml, <basicRegistry><user password='{hash}A'/></basicRegistry>",
    "variables/coedit.db.password, of-the-test"
  })
  void whatHoldsASecretBecomesItsOwnersAlone(String name, String text) throws IOException {
    Path file = parent.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    for (String open : List.of("rw-r-----", "rw-r--r--", "rw-rw----", "rw-----w-")) {
      may(file, open);
      files.check();
      assertEquals("rw-------", of(file));
    }
  }

  @Test
  void whatHoldsNoneStaysAsItIs() throws IOException {
    Files.writeString(environment, "COEDIT_HTTP_PORT=9080");
    Path settings = parent.resolve("server.xml");
    Files.writeString(settings, "<keyStore password=\"${keystore_password}\"/>");
    for (Path file : List.of(environment, settings)) {
      may(file, "rw-r--r--");
      files.check();
      assertEquals("rw-r--r--", of(file));
    }
  }

  /** Each minute would read it whole again. */
  @Test
  void whatIsTooLargeForASettingIsNotReadNamedAsItMayBe() throws IOException {
    Path dump = parent.resolve("heapdump.phd");
    Files.writeString(dump, "password=of-the-test\n" + "x".repeat(1 << 20));
    may(dump, "rw-r-----");
    files.check();
    assertEquals("rw-r-----", of(dump));
    Files.writeString(dump, "password=of-the-test");
    files.check();
    assertEquals("rw-------", of(dump));
  }

  /** The administrator's of an install, say: the server reads it as one of a group. */
  @Test
  void whatIsSomebodyElsesIsRefusedWhenAnybodyReadsOrAGroupWritesIt() throws IOException {
    SecretFiles others = withFilesOfOthers();
    for (String open : List.of("rw-r--r--", "rw-rw----", "rw-----w-")) {
      may(environment, open);
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, others::check, open);
      assertTrue(refused.getMessage().contains("chmod 600 " + environment), refused.getMessage());
    }
    may(environment, "rw-r-----");
    others.check();
  }

  /** As Kubernetes mounts secrets: a folder of links, to files that somebody else has made. */
  @Test
  void aLinkCountsAsWhatItLeadsTo() throws IOException {
    Path mounted = Files.createDirectories(parent.resolve("..data"));
    Path target = Files.writeString(mounted.resolve("coedit.db.password"), "of-the-test");
    Path variables = Files.createDirectories(parent.resolve("variables"));
    Path link = Files.createSymbolicLink(variables.resolve("coedit.db.password"), target);
    Files.createSymbolicLink(variables.resolve("leads.nowhere"), parent.resolve("none"));
    may(target, "rw-r--r--");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, withFilesOfOthers()::check);
    assertTrue(refused.getMessage().contains("chmod 600 " + link), refused.getMessage());
    may(target, "r--r-----");
    withFilesOfOthers().check();
    may(target, "rw-r--r--");
    files.check();
    assertEquals("rw-------", of(target));
    Path pem = Files.writeString(mounted.resolve("tls.key"), "key");
    may(pem, "rw-r--r--");
    Files.createSymbolicLink(keys.resolve("tls.key"), pem);
    assertThrows(IllegalStateException.class, withFilesOfOthers()::check);
    files.check();
    assertEquals("rw-------", of(pem));
  }

  private SecretFiles withFilesOfOthers() throws IOException {
    may(key, "rw-------");
    return new SecretFiles(
        parent.resolve("data"),
        Optional.of(parent),
        file -> {
          throw new AccessDeniedException(file.toString());
        });
  }

  @Test
  void nobodyElsePutsKeysIntoTheFolder() throws IOException {
    for (String open : List.of("rwxrwx---", "rwxr-xrwx", "rwxrwxrwx")) {
      may(keys, open);
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, withFilesOfOthers()::check, open);
      assertTrue(refused.getMessage().contains("chmod go-w " + keys), refused.getMessage());
      files.check();
      assertFalse(of(keys).substring(3).contains("w"), of(keys));
    }
  }

  /** A group may: some platforms let the server be one of a group that owns its volume. */
  @Test
  void notEverybodyPutsFilesIntoTheDataFolder() throws IOException {
    Path data = parent.resolve("data");
    may(data, "rwxrwxrwx");
    assertThrows(IllegalStateException.class, withFilesOfOthers()::check);
    may(data, "rwxrwx---");
    withFilesOfOthers().check();
    assertEquals("rwxrwx---", of(data));
  }

  @Test
  void whatIsNotThereKeepsNobodyFromStarting() {
    assertDoesNotThrow(SecretFiles.of(parent.resolve("none"), Optional.empty())::check);
    assertDoesNotThrow(SecretFiles.of(parent.resolve("none"), Optional.of("/none"))::check);
  }
}
