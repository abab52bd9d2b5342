package coedit.core.ejb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files with secrets that Liberty, the build or the operator make: the key of HTTPS, in the
 * data folder, and what holds passwords in the server's configuration. What belongs to the server's
 * user becomes that user's alone. What is somebody else's, such as the administrator's of an
 * install, may be read by its group: otherwise the server could not read it. A link counts as what
 * it leads to.
 *
 * @param data the folder of everything that the server writes; nothing need be there yet
 * @param configuration where {@code server.xml} is, if the server knows
 * @param closing takes a file or folder from others
 */
record SecretFiles(Path data, Optional<Path> configuration, Closing closing) {

  /** Fails for what belongs to somebody else. */
  interface Closing {
    void close(Path fileOrFolder) throws IOException;
  }

  private static final System.Logger LOG = System.getLogger(SecretFiles.class.getName());

  /** In bytes; far more than anybody writes. */
  private static final long LARGEST_SETTING = 1 << 20;

  /** Where settings are, in the configuration's folder. */
  private static final List<String> FOLDERS =
      List.of("", "configDropins/defaults", "configDropins/overrides", "variables");

  static SecretFiles of(Path dataDirectory, Optional<String> configDirectory) {
    return new SecretFiles(dataDirectory, configDirectory.map(Path::of), OwnersFile::close);
  }

  /**
   * Closes what is open to others.
   *
   * @throws IllegalStateException when that cannot be done; the message says what to do
   */
  void check() {
    List<String> open = open();
    if (!open.isEmpty()) {
      throw new IllegalStateException(String.join("; ", open));
    }
  }

  /** As {@link #check}, of a server that runs: keys may be made or replaced at any time. */
  void look() {
    open().forEach(file -> LOG.log(System.Logger.Level.WARNING, file));
  }

  private List<String> open() {
    List<String> open = new ArrayList<>();
    try {
      for (Path folder : List.of(data, keys())) {
        if (Files.isDirectory(folder) && !isProtected(folder, folder.equals(keys()))) {
          open.add("others can replace what is in it: chmod go-w " + folder);
        }
      }
      for (Path file : files(keys())) {
        if (!isClosed(file) && OwnersFile.isOpenToAll(file)) {
          open.add(
              "others can read or change a secret: chmod 600 " + file + ", if it is still one");
        }
      }
      for (Path file : settings()) {
        if (!isClosed(file) && OwnersFile.isOpenToAll(file)) {
          open.add(
              "others can read or change the secrets in a file: chmod 600 %1$s (or 640, with a group that has the server's user alone)"
                  .formatted(file));
        }
      }
      return open;
    } catch (IOException unknown) {
      throw new UncheckedIOException("cannot see who may read secrets", unknown);
    }
  }

  private Path keys() {
    return data.resolve("keys");
  }

  private List<Path> settings() throws IOException {
    List<Path> secret = new ArrayList<>();
    if (configuration.isPresent()) {
      for (String folder : FOLDERS) {
        for (Path file : files(configuration.get().resolve(folder))) {
          if (isSetting(file) && isSecret(file)) {
            secret.add(file);
          }
        }
      }
    }
    return secret;
  }

  /** Liberty could not read it either, or it is something else, such as a dump of the heap. */
  private static boolean isSetting(Path file) throws IOException {
    return Files.isReadable(file) && Files.size(file) <= LARGEST_SETTING;
  }

  private static boolean isSecret(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      return SecretText.isIn(name, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** Whether nobody who must not can put other files in it now; of keys that is everybody else. */
  private boolean isProtected(Path folder, boolean alsoFromGroup) throws IOException {
    return !OwnersFile.isFolderOpen(folder, alsoFromGroup) || couldClose(folder);
  }

  /** Whether nobody who must not can read or write it now; it may be somebody else's to say. */
  private boolean isClosed(Path file) throws IOException {
    return !OwnersFile.isOpenToOthers(file) || couldClose(file);
  }

  private boolean couldClose(Path fileOrFolder) {
    try {
      closing.close(fileOrFolder);
      LOG.log(System.Logger.Level.INFO, "taken from others, for its secrets: " + fileOrFolder);
      return true;
    } catch (IOException notOurs) {
      LOG.log(System.Logger.Level.DEBUG, "cannot change who may use " + fileOrFolder, notOurs);
      return false;
    }
  }
}
