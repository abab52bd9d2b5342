package coedit.core.room;

import coedit.core.lane.DocumentLoader;
import coedit.core.lane.LoadedDocument;
import coedit.core.lane.Replaying;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.RefusedException;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import coedit.spi.SyncedState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at a document's state, to be done off the room's thread: brings the state to a revision,
 * compares it with what sessions say they know, and looks whether it holds what some of them sent.
 *
 * @param revision the one to look at
 * @param start the state as of an earlier look, or null
 * @param base a snapshot to start from when there is no such state, or null when neither leads to
 *     the revision and it has to come from the store
 * @param operations those that lead from the start, or from the base, to the revision
 * @param versions what sessions know
 * @param sent what sessions that may not edit have sent
 */
record SyncWork(
    DocumentRecord record,
    DocumentType type,
    long revision,
    @Nullable SyncedAt start,
    @Nullable Snapshot base,
    List<Operation> operations,
    Set<Payload> versions,
    List<Submission> sent) {

  /** Of the answers that one look gives together, beside the first: the rest is for the next. */
  static final long MOST_BYTES = 8L << 20;

  private static final System.Logger LOG = System.getLogger(SyncWork.class.getName());

  RoomMessage.Synced run(DocumentLoader loader, Replaying replaying) {
    SyncedAt reached = reach(loader, replaying);
    Map<Payload, Optional<Payload>> updates = new HashMap<>();
    long bytes = 0;
    for (Payload version : versions) {
      if (bytes < MOST_BYTES) {
        Optional<Payload> update = replaying.call(() -> update(reached.state(), version));
        bytes += update.map(Payload::size).orElse(0);
        updates.put(version, update);
      }
    }
    Map<Submission, Boolean> held = new HashMap<>();
    sent.forEach(each -> held.put(each, replaying.call(() -> holds(reached.state(), each))));
    Payload version = replaying.call(() -> reached.state().version());
    return new RoomMessage.Synced(reached, version, updates, held);
  }

  private SyncedAt reach(DocumentLoader loader, Replaying by) {
    if (start != null) {
      return replayed(start.state(), start.revision(), operations, by);
    }
    if (base != null) {
      return replayed(by.open(type, base), base.revision(), operations, by);
    }
    LoadedDocument loaded = loader.load(record, revision);
    Snapshot stored = loaded.snapshot().snapshot();
    return replayed(by.open(type, stored), stored.revision(), loaded.tail(), by);
  }

  private static SyncedAt replayed(
      DocumentState from, long revision, List<Operation> operations, Replaying by) {
    DocumentState state = from;
    for (Operation operation : operations) {
      state = by.apply(state, operation);
    }
    return new SyncedAt(revision + operations.size(), (SyncedState) state);
  }

  /** What one session says must not keep the answer from the others (INV-14). */
  private Optional<Payload> update(SyncedState state, Payload version) {
    try {
      return Optional.of(state.since(version));
    } catch (RefusedException malformed) {
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.log(System.Logger.Level.ERROR, "document type " + type.id() + " failed to sync", bug);
      return Optional.empty();
    }
  }

  private boolean holds(SyncedState state, Submission submission) {
    try {
      Resolution resolution = type.strategy().resolve(state, submission, List.of());
      return resolution instanceof Resolution.NoChange
          || (resolution instanceof Resolution.Apply apply
              && apply.payloads().stream().allMatch(payload -> payload.size() == 0));
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.log(System.Logger.Level.ERROR, "document type " + type.id() + " failed to sync", bug);
      return false;
    }
  }
}
