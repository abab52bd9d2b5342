package coedit.core.ejb;

import coedit.core.service.AuditEvent;
import coedit.persistence.OpenedStore;
import coedit.persistence.StoreIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file {@code restored} in the data folder: an administrator says by it that the database was
 * restored from a backup. The store then begins a new generation, so that clients which have seen
 * more are reset and nothing of theirs is merged (INV-15), and every sign-in ends: one that was
 * ended after the backup was made would be good again. The file goes when that, and the word of it
 * in the audit log, is stored and the server has started; whatever prevents that has it done again,
 * which costs nothing more.
 */
final class RestoredBackup {

  private static final System.Logger LOG = System.getLogger(RestoredBackup.class.getName());
  private static final String FILE = "restored";

  /** After every sign-in's end; a time that both databases can compare with. */
  private static final Instant LATER = Instant.parse("9000-01-01T00:00:00Z");

  private final Path file;
  private final StorePorts ports;
  private Optional<AuditEvent> done = Optional.empty();

  RestoredBackup(Path dataDirectory, StorePorts ports) {
    this.file = dataDirectory.resolve(FILE);
    this.ports = ports;
  }

  /** Does what the file asks for, if it is there. */
  OpenedStore noticed(OpenedStore opened) {
    if (!Files.exists(file)) {
      return opened;
    }
    StoreIdentity renewed = ports.opening().beginNewGeneration();
    int signIns = ports.sessions().purge(LATER);
    String detail =
        "generation %s, before it %s; %d sign-ins ended"
            .formatted(renewed.generation(), opened.identity().generation(), signIns);
    LOG.log(System.Logger.Level.WARNING, "restored from a backup: " + detail);
    done = Optional.of(AuditEvent.ofServer("backup-restored", detail));
    return new OpenedStore(renewed, opened.durability());
  }

  /**
   * Tells what was done, if something was, when there is somebody to tell.
   *
   * @param audit stores it before it returns
   */
  void tell(Consumer<AuditEvent> audit) {
    if (done.isEmpty()) {
      return;
    }
    audit.accept(done.get());
    try {
      Files.delete(file);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot delete " + file, failed);
    }
  }
}
