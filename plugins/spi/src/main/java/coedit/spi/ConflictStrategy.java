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
   * @param tail the operations {@code submission.base() + 1} to the head, in order, complete; empty
   *     for a strategy that {@link #needsTail needs none}
   * @return the payloads to append, in the same number and order as submitted, with the state after
   *     them; or that nothing is to be done; or a refusal
   */
  Resolution resolve(DocumentState head, Submission submission, List<Operation> tail);

  /**
   * Whether a submission is rebased over what came since its base, as in operational
   * transformation.
   *
   * <p>A strategy that answers no merges: it must be idempotent, so that a submission that comes a
   * second time brings nothing, whatever has come between. The server then takes submissions on a
   * base of any age, lets clients skip sequence numbers, and answers a repeated submission by
   * resolving it again.
   */
  default boolean needsTail() {
    return true;
  }
}
