package coedit.core.lane;

import coedit.model.Operation;
import coedit.persistence.DocumentRecord;
import coedit.persistence.StoredSnapshot;
import java.util.List;

/**
 * What the store holds of a document.
 *
 * @param snapshot the newest intact one, or the empty document at revision 0
 * @param tail every operation after it
 */
public record LoadedDocument(DocumentRecord record, StoredSnapshot snapshot, List<Operation> tail) {

  public LoadedDocument {
    tail = List.copyOf(tail);
  }

  /** The last committed revision. */
  public long head() {
    return snapshot.snapshot().revision() + tail.size();
  }
}
