package coedit.core.lane;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.persistence.DocumentRecord;
import java.util.List;

/** What was committed to documents, read for exports and history. Calls block on a database. */
public interface DocumentHistory {

  /** The document at a revision, or at its head when that is earlier. */
  LoadedDocument load(DocumentRecord record, long revision);

  /** Every operation from {@code from} to {@code to} or the head. */
  List<Operation> read(DocumentId id, long from, long to);
}
