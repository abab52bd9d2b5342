package coedit.core.lane;

import coedit.core.sequence.Tail;
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

  /**
   * About what it takes in memory.
   *
   * @param mostOfTail bytes of the tail that are kept
   */
  public long bytes(long mostOfTail) {
    long recent = tail.stream().mapToLong(Tail::cost).sum();
    return snapshot.snapshot().content().size() + Math.min(recent, mostOfTail);
  }

  /** The last committed revision. */
  public long head() {
    return snapshot.snapshot().revision() + tail.size();
  }
}
