package coedit.core.ejb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files with secrets that Liberty and the build make, for the server's group too: the key of
 * HTTPS, in the data folder, becomes its owner's alone; {@code server.env}, in the install, may be
 * read by a group, since servers of several users may share an install.
 *
 * @param keys the folder of keys; nothing need be there yet
 * @param environment {@code server.env}, if the server knows where it is
 */
record SecretFiles(Path keys, Optional<Path> environment) {

  private static final System.Logger LOG = System.getLogger(SecretFiles.class.getName());

  static SecretFiles of(Path dataDirectory, Optional<String> configDirectory) {
    return new SecretFiles(
        dataDirectory.resolve("keys"), configDirectory.map(d -> Path.of(d).resolve("server.env")));
  }

  /**
   * Closes what is open to others.
   *
   * @throws IllegalStateException when that cannot be done and everybody can read or change it
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
      for (Path file : files()) {
        if (!closed(file) && OwnersFile.isOpenToAll(file)) {
          open.add(
              "others can read or change a secret: chmod 600 " + file + ", if it is still one");
        }
      }
      if (environment.filter(Files::isRegularFile).isPresent()
          && OwnersFile.isOpenToAll(environment.get())) {
        open.add("others can read or change a secret: chmod 640 " + environment.get());
      }
      return open;
    } catch (IOException unknown) {
      throw new UncheckedIOException("cannot see who may read " + keys, unknown);
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(keys)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(keys)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  /** Whether it is its owner's alone now; it may be somebody else's to say, such as a mount's. */
  private static boolean closed(Path file) throws IOException {
    if (!OwnersFile.isOpenToOthers(file)) {
      return true;
    }
    try {
      OwnersFile.close(file);
      return true;
    } catch (IOException notOurs) {
      LOG.log(System.Logger.Level.DEBUG, "cannot change who may read " + file, notOurs);
      return false;
    }
  }
}
