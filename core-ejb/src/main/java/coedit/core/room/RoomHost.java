package coedit.core.room;

import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.spi.DocumentType;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What a room needs of the member it is on. No call blocks. */
interface RoomHost {

  RoomSettings settings();

  /** The store's generation. */
  UUID generation();

  /** Loads the document and tells the room. */
  void load(Room room);

  /** The room's load has what {@link #load} brought, or nothing came of it. */
  void told(Room room);

  /** Whether the store is known not to answer: reading takes long, or fails at once. */
  boolean isStoreAway();

  /** Reads the log after a revision and tells the room. */
  void repair(Room room, long delivered);

  /**
   * Makes a snapshot at {@code revision} of an older one and what follows it, and tells the room.
   */
  void rebase(Room room, DocumentType type, Snapshot base, List<Operation> operations);

  /** As {@link #rebase}, from the store. */
  void rebaseFromStore(Room room, DocumentRecord record, DocumentType type, long revision);

  /** Looks at the document's state for sessions that sync by version, and tells the room. */
  void sync(Room room, SyncWork work);

  /** Reads the grants and tells the room. */
  void readGrants(Room room);

  /** To the owner's lane. */
  void submit(DocumentId document, Submission submission, long accessEpoch);

  /** To the rooms of other members. */
  void sharePresence(DocumentId document, List<PresenceChange> changes);

  /** To the rooms of other members. */
  void shareWord(DocumentId document, Payload word);

  /** The room has been opened: the owner should know. */
  void opened(Room room);

  /** Takes the room out of the member's list, unless somebody has just come; says whether. */
  boolean closing(Room room);

  /** A message for a room that has left memory; goes to the one that took its place. */
  void readdress(DocumentId document, RoomMessage message);

  /** A client of a document of this type had another state than the store. */
  void diverged(String type);

  /** A fresh client id. */
  long newClientId();

  void later(Duration delay, Runnable action);

  /** Time that passes evenly, from any moment on. */
  long nowMillis();
}
