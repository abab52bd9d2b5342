package coedit.spi;

import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The skeleton of every operational-transformation strategy: rebases a submission over the tail.
 *
 * <p>The committed history is the right side, the submission the left side, as clients of the same
 * convention expect. Of a submission with several operations s1..sn and a tail t1..tm, each t is
 * carried past each s: s1 becomes s1' = s1 over t1..tm, while t1..tm become the tail as it reads
 * after s1, which is what s2 is rebased over, and so on (the square of the Jupiter paper: Nichols
 * et al., "High-latency, low-bandwidth windowing in the Jupiter collaboration system", 1995).
 *
 * <p>What is appended is always what the algebra wrote, never the bytes a client sent: these may be
 * in a form that other clients do not read.
 *
 * <p>A client has at most one submission under way: its own operation in the tail means that it
 * made this one without having seen the acknowledgement, and it is told to resynchronise.
 */
public final class OtStrategy<O> implements ConflictStrategy {

  private final OtAlgebra<O> algebra;
  private final Function<Payload, O> reader;

  public OtStrategy(OtAlgebra<O> algebra) {
    this.algebra = algebra;
    this.reader = algebra::parse;
  }

  @Override
  public Resolution resolve(DocumentState head, Submission submission, List<Operation> tail) {
    for (Operation earlier : tail) {
      if (earlier.name().client().equals(submission.first().client())) {
        return new Resolution.Refuse(
            ErrorCode.STALE_BASE, "base is older than the client's own last operation");
      }
    }
    try {
      return tail.isEmpty() ? append(head, submission) : rebase(head, submission, tail);
    } catch (RefusedException refused) {
      return new Resolution.Refuse(refused.code(), refused.reason());
    }
  }

  private Resolution append(DocumentState head, Submission submission) {
    DocumentState state = head;
    List<Payload> canonical = new ArrayList<>(submission.payloads().size());
    for (Payload payload : submission.payloads()) {
      O operation = algebra.parse(payload);
      state = algebra.apply(state, operation);
      canonical.add(written(operation));
    }
    return new Resolution.Apply(canonical, state);
  }

  private Resolution rebase(DocumentState head, Submission submission, List<Operation> tail) {
    List<O> others = new ArrayList<>(tail.size());
    for (Operation operation : tail) {
      others.add(operation.payload().readBy(reader));
    }
    DocumentState state = head;
    List<Payload> rebased = new ArrayList<>(submission.payloads().size());
    for (Payload payload : submission.payloads()) {
      O mine = algebra.parse(payload);
      algebra.requireFits(mine, state, others);
      for (int i = 0; i < others.size(); i++) {
        O theirs = others.get(i);
        others.set(i, algebra.transform(theirs, mine, OtAlgebra.Side.RIGHT));
        mine = algebra.transform(mine, theirs, OtAlgebra.Side.LEFT);
      }
      state = algebra.apply(state, mine);
      rebased.add(written(mine));
    }
    return new Resolution.Apply(rebased, state);
  }

  /** What is appended is read again soon, by whatever is concurrent to it. */
  private Payload written(O operation) {
    return algebra.encode(operation).knownTo(reader, operation);
  }
}
