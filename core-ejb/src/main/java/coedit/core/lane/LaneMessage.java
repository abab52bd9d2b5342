package coedit.core.lane;

import coedit.core.commit.CommitEnd;
import coedit.core.sequence.SequencingEntry;
import coedit.core.service.Refusal;
import coedit.model.Operation;
import java.util.List;

/** Everything that can happen to a lane. */
sealed interface LaneMessage {

  record Submitted(Waiting waiting) implements LaneMessage {}

  /** The document is here, installed in the map under a lease. */
  record Opened(OpenDocument document) implements LaneMessage {}

  /** Opening failed; with {@code again} it is tried later, otherwise what waits is refused. */
  record NotOpened(boolean again, Refusal refusal) implements LaneMessage {}

  /** Older operations for a submission on an old base. */
  record OlderTail(long from, List<Operation> operations) implements LaneMessage {}

  /** How far the log reaches; 0 when it cannot be read. */
  record StoredHead(long head) implements LaneMessage {}

  record Appended(LaneBatch batch, SequencingEntry.Answer answer) implements LaneMessage {}

  /** Nothing was assigned, for certain: the map was not asked. */
  record NotAppended(LaneBatch batch) implements LaneMessage {}

  record Ended(LaneBatch batch, CommitEnd end) implements LaneMessage {}

  record SnapshotTaken(long revision, long bytes) implements LaneMessage {}

  /** Now and then: leave memory when idle. */
  record Tick(long nowMillis) implements LaneMessage {}

  /** The shard belongs to another member now. */
  record Disowned() implements LaneMessage {}
}
