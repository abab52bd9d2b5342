package coedit.core.ejb;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that only the server's user can read, from its first byte on. */
final class OwnersFile {

  private OwnersFile() {}

  /** Makes the file anew, and its folder if need be, with one line of text. */
  static Path write(Path file, String line) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(file);
    Files.createFile(file, ownerOnly());
    return Files.writeString(file, line + System.lineSeparator());
  }

  /** Whether anybody but its owner may read it; false where the file system does not say. */
  static boolean isReadByOthers(Path file) throws IOException {
    return isPosix()
        && Files.getPosixFilePermissions(file).stream()
            .anyMatch(
                permission ->
                    permission == PosixFilePermission.GROUP_READ
                        || permission == PosixFilePermission.OTHERS_READ);
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
