package coedit.core.room;

import coedit.core.cluster.ClusterMessage;
import coedit.core.lane.LoadedDocument;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.spi.DocumentType;
import coedit.spi.Submission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/** Everything that can happen to a room. */
sealed interface RoomMessage {

  record Join(RoomSubscription who) implements RoomMessage {}

  record Submit(RoomSubscription who, long sequence, long base, List<Payload> payloads)
      implements RoomMessage {}

  /** What people say of themselves and to each other; none of it is an edit. */
  sealed interface OfPeople extends RoomMessage {}

  record Presence(RoomSubscription who, Optional<Payload> state) implements OfPeople {}

  record Word(RoomSubscription who, Payload word) implements OfPeople {}

  record ShownAs(RoomSubscription who, Participant participant) implements RoomMessage {}

  record Leave(RoomSubscription who) implements RoomMessage {}

  record Loaded(LoadedDocument content, DocumentType type, List<Grant> grants)
      implements RoomMessage {}

  record NotLoaded(ErrorCode code, String reason) implements RoomMessage {}

  record Committed(List<Operation> operations) implements RoomMessage {}

  record HeadSeen(long head) implements RoomMessage {}

  /**
   * What the log has after the delivered revision.
   *
   * @param more whether it may have more than these
   */
  record Repaired(List<Operation> operations, boolean more) implements RoomMessage {}

  /** The log could not be read: not now, or ({@code CORRUPT}) not at all. */
  record NotRepaired(ErrorCode code, String reason) implements RoomMessage {}

  /** A fresher snapshot for joining sessions; empty after a failure. */
  record Rebased(Optional<Snapshot> snapshot) implements RoomMessage {}

  record Settled(ClusterMessage.Settled outcome) implements RoomMessage {}

  record PresenceElsewhere(List<PresenceChange> changes) implements OfPeople {}

  record WordElsewhere(Payload word) implements OfPeople {}

  record AccessChanged(long accessEpoch) implements RoomMessage {}

  /** The grants as they are now; absent when the document is gone. */
  record Granted(long accessEpoch, Optional<List<Grant>> grants) implements RoomMessage {}

  /** A session tells the checksum of its state at a revision. */
  record Compare(RoomSubscription who, long revision, String checksum) implements RoomMessage {}

  /** A session says what it knows. */
  record Sync(RoomSubscription who, Payload version) implements RoomMessage {}

  /**
   * A look at the document's state.
   *
   * @param version what the state knows
   * @param updates what each version lacks; empty for what is no version
   * @param held of what sessions without the right to edit have sent: whether it is there already
   */
  record Synced(
      SyncedAt reached,
      Payload version,
      Map<Payload, Optional<Payload>> updates,
      Map<Submission, Boolean> held)
      implements RoomMessage {}

  /** The look has failed. */
  record NotSynced(ErrorCode code, String reason) implements RoomMessage {}

  record FlushPresence() implements OfPeople {}

  record Resend(RoomSubscription who) implements RoomMessage {}

  /**
   * Somebody wants to know who is here, as of all that was told up to now.
   *
   * @param question is given them and the last revision delivered, once
   */
  record Ask(ObjLongConsumer<Attendance> question) implements RoomMessage {}

  record Tick(long nowMillis) implements RoomMessage {}
}
