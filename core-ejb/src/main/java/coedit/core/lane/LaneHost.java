package coedit.core.lane;

import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.commit.PendingBatch;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import coedit.model.Operation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane needs of the member it runs on. No call blocks. */
interface LaneHost {

  LaneSettings settings();

  SequencingMap map();

  /** Loads the document under a lease, installs it and tells the lane. */
  void open(Lane lane);

  /** Has the map assign the batch's revisions, and tells the lane. */
  void append(Lane lane, LaneBatch batch);

  /** The lane's load has what {@link #open} brought, or nothing came of it. */
  void told(Lane lane);

  /** Gives up a lease because the map is not what the lane remembers. */
  void dropLease(int shard, long epoch);

  /** Counts a document that was forgotten because of a doubt, or because it is another's now. */
  void recovering();

  /** Reads operations for a submission on an old base and tells the lane. */
  void readTail(Lane lane, long from, long to);

  /** Reads how far the log reaches and tells the lane. */
  void readHead(Lane lane);

  /** Queues the batch for the next group commit. */
  void commit(PendingBatch batch);

  /** Tells everybody who has the document open. */
  void publish(DocumentId document, List<Operation> operations);

  /** Tells the author's member how a submission ended. */
  void settle(Waiting waiting, DocumentId document, Settlement settlement);

  /** Looks a repeated operation up in the log and settles it. */
  void settleFromLog(Waiting waiting, DocumentId document);

  /** Answers a submission to a document that takes no edits, by what the log has. */
  void settleHeld(Waiting waiting, DocumentId document);

  /** Tells everybody who has the document open up to where it is stored. */
  void announceHead(DocumentId document, long head);

  /** The lane does not come back from a call of its document's type. */
  void lost(Lane lane);

  /** Stores a snapshot of what is committed in the background and tells the lane. */
  void snapshot(Lane lane, OpenDocument document);

  /** Calls of the document's type go through this. */
  Quarantine quarantine();

  /** The lane leaves memory; later submissions start a new one. */
  void closed(Lane lane, @Nullable OpenDocument document);

  /** A submission that reached a lane after it left memory. */
  void resubmit(DocumentId document, Waiting waiting);

  void later(Duration delay, Runnable action);

  /** Time that passes evenly, from any moment on. */
  long nowMillis();

  /** What the wall clock shows: for stamps, not for how long something takes. */
  long wallMillis();
}
