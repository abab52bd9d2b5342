package coedit.core.ejb;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that only the server's user can read, from its first byte on. */
final class OwnersFile {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rw-rw-");
  private static final Set<PosixFilePermission> ALL_BUT_GROUP_READ =
      PosixFilePermissions.fromString("----w-rw-");

  private static final Set<PosixFilePermission> OTHERS_WRITE =
      PosixFilePermissions.fromString("----w--w-");
  private static final Set<PosixFilePermission> EVERYBODY_WRITES =
      PosixFilePermissions.fromString("-------w-");

  private OwnersFile() {}

  /** Makes the file anew, and its folder if need be, with one line of text. */
  static Path write(Path file, String line) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(file);
    Files.createFile(file, ownerOnly());
    return Files.writeString(file, line + System.lineSeparator());
  }

  /** Whether anybody but its owner may read or write it; false where nothing says so. */
  static boolean isOpenToOthers(Path file) throws IOException {
    return isOpen(file, OTHERS);
  }

  /** Whether anybody may read it or its group may write it; false where nothing says so. */
  static boolean isOpenToAll(Path file) throws IOException {
    return isOpen(file, ALL_BUT_GROUP_READ);
  }

  private static boolean isOpen(Path file, Set<PosixFilePermission> to) throws IOException {
    return isPosix() && Files.getPosixFilePermissions(file).stream().anyMatch(to::contains);
  }

  /** Whether others may put files into it; false where nothing says so. */
  static boolean isFolderOpen(Path folder, boolean alsoToGroup) throws IOException {
    return isOpen(folder, alsoToGroup ? OTHERS_WRITE : EVERYBODY_WRITES);
  }

  /** Takes a file from everybody else; into a folder nobody else may put files any more. */
  static void close(Path fileOrFolder) throws IOException {
    if (!isPosix()) {
      return;
    }
    Set<PosixFilePermission> left = OWNER;
    if (Files.isDirectory(fileOrFolder)) {
      left = EnumSet.copyOf(Files.getPosixFilePermissions(fileOrFolder));
      left.removeAll(OTHERS_WRITE);
    }
    Files.setPosixFilePermissions(fileOrFolder, left);
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }
}
