package coedit.core.commit;

import coedit.model.DocumentId;
import coedit.model.Operation;
import java.util.List;

/** One document's assigned operations on their way to the log. */
public interface PendingBatch {

  DocumentId document();

  int shard();

  /** The lease under which the revisions were assigned. */
  long epoch();

  List<Operation> operations();

  /**
   * Called from the committing thread; must hand over and return. What comes after the first call
   * is to be ignored: a committer that failed itself says "lost" to whatever it had in hand.
   */
  void ended(CommitEnd end);
}
