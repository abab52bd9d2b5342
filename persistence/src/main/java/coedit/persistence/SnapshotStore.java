package coedit.persistence;

import coedit.model.DocumentId;
import java.util.Optional;

/** Snapshots make opening fast; durability never depends on them (INV-9). Calls block. */
public interface SnapshotStore {

  /** Stores a snapshot; one that exists at the same revision already is left as it is. */
  void save(DocumentId document, StoredSnapshot snapshot);

  /**
   * The newest intact snapshot at or before a revision. One that fails its checksum is reported in
   * the log and passed over for an older one.
   */
  Optional<StoredSnapshot> latest(DocumentId document, long atMost);

  /** Deletes all but the newest {@code keep} snapshots of a document and says how many went. */
  int prune(DocumentId document, int keep);
}
