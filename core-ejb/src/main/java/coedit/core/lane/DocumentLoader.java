package coedit.core.lane;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoredSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opening a document = newest snapshot + every operation after it. Calls block on the database. A
 * document that cannot be loaded is an error, never an empty document.
 */
public final class DocumentLoader implements DocumentHistory {

  private static final int PAGE = 5_000;
  private static final StoredSnapshot EMPTY =
      new StoredSnapshot(new Snapshot(0, 0, Payload.wrap(new byte[0])), Map.of());

  private final DocumentStore documents;
  private final SnapshotStore snapshots;
  private final OperationLog log;

  public DocumentLoader(DocumentStore documents, SnapshotStore snapshots, OperationLog log) {
    this.documents = documents;
    this.snapshots = snapshots;
    this.log = log;
  }

  /** The document at its head; empty when there is none. */
  public Optional<LoadedDocument> load(DocumentId id) {
    return documents.find(id).map(record -> load(record, Long.MAX_VALUE));
  }

  @Override
  public LoadedDocument load(DocumentRecord record, long revision) {
    StoredSnapshot snapshot = snapshots.latest(record.id(), revision).orElse(EMPTY);
    long next = snapshot.snapshot().revision() + 1;
    return new LoadedDocument(record, snapshot, read(record.id(), next, revision));
  }

  /** The clock stamp of one operation; 0 when it is not in the log any more. */
  long stampAt(DocumentId id, long revision) {
    return revision == 0
        ? 0
        : log.read(id, revision, revision, 1).stream()
            .mapToLong(operation -> operation.provenance().hlc())
            .max()
            .orElse(0);
  }

  /** The document's access epoch now; empty when it is gone. */
  Optional<Long> accessEpoch(DocumentId id) {
    return Optional.ofNullable(documents.accessEpochs(List.of(id)).get(id));
  }

  @Override
  public List<Operation> read(DocumentId id, long from, long to) {
    List<Operation> all = new ArrayList<>();
    long next = from;
    while (next <= to) {
      List<Operation> page = log.read(id, next, to, PAGE);
      all.addAll(page);
      next += page.size();
      if (page.size() < PAGE) {
        break;
      }
    }
    return all;
  }
}
