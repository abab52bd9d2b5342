package coedit.core.lane;

import coedit.model.ClientId;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.ClientHigh;
import coedit.persistence.StoredSnapshot;
import coedit.spi.DocumentState;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes snapshots in the background, one at a time: documents that are edited at one pace all want
 * theirs within a second, and nobody waits for a snapshot, but everybody for the next commit.
 */
final class SnapshotWriter {

  private static final System.Logger LOG = System.getLogger(SnapshotWriter.class.getName());
  private static final int SNAPSHOTS_KEPT = 3;

  /**
   * Of a type that merges, every connection is a client of its own, and what it sends again is
   * recognised by what it is. So the names of clients that were not heard of for so many revisions
   * need not be kept; the log's unique key still has them.
   */
  private static final long MERGED_HIGHS_KEPT = 10_000;

  private final LaneParts parts;
  private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  SnapshotWriter(LaneParts parts) {
    this.parts = parts;
  }

  /** How many wait or are being written; for the gauge. */
  int waiting() {
    return waiting.get();
  }

  /** Called by the lane: takes the state now, writes it later. */
  void write(Lane lane, OpenDocument document) {
    long revision = document.persisted();
    Map<ClientId, ClientHigh> highs =
        document.type().strategy().needsTail()
            ? document.persistedHighs().toMap()
            : document.persistedHighs().activeAfter(revision - MERGED_HIGHS_KEPT);
    int version = document.type().version();
    jobs.add(new Job(lane, revision, version, document.persistedState(), highs));
    if (waiting.getAndIncrement() == 0) {
      parts.blocking().execute(this::writeNext);
    }
  }

  /** When a type does not come back with its content, the others' turns come without it. */
  private void writeNext() {
    Job job = jobs.remove();
    AtomicBoolean over = new AtomicBoolean();
    Runnable next =
        () -> {
          if (over.compareAndSet(false, true) && waiting.decrementAndGet() > 0) {
            parts.blocking().execute(this::writeNext);
          }
        };
    long bytes = 0;
    try {
      if (parts.quarantine().holds(job.lane().id())) {
        throw new IllegalStateException("its type has not come back");
      }
      bytes = write(job, parts.quarantine().replaying(job.lane().id(), next));
    } catch (RuntimeException | Error failed) {
      LOG.log(System.Logger.Level.WARNING, "no snapshot of " + job.lane().id(), failed);
    } finally {
      next.run();
    }
    job.lane().tell(new LaneMessage.SnapshotTaken(job.revision(), bytes));
  }

  private long write(Job job, Replaying replaying) {
    Payload content = replaying.call(() -> job.state().content());
    Snapshot snapshot = new Snapshot(job.revision(), job.version(), content);
    parts.snapshots().save(job.lane().id(), new StoredSnapshot(snapshot, job.highs()));
    parts.snapshots().prune(job.lane().id(), SNAPSHOTS_KEPT);
    return content.size();
  }

  private record Job(
      Lane lane,
      long revision,
      int version,
      DocumentState state,
      Map<ClientId, ClientHigh> highs) {}
}
