package coedit.spi;

import coedit.model.Operation;
import java.util.List;

/** Turns what a client sent into what everybody applies. Deterministic and free of I/O. */
public interface ConflictStrategy {

  /**
   * Decides on one submission.
   *
   * @param head the state at the document's head
   * @param submission what the client sent, made at revision {@code submission.base()}
   * @param tail the operations {@code submission.base() + 1} to the head, in order, complete
   * @return the payloads to append, in the same number and order as submitted, with the state after
   *     them; or that nothing is to be done; or a refusal
   */
  Resolution resolve(DocumentState head, Submission submission, List<Operation> tail);
}
