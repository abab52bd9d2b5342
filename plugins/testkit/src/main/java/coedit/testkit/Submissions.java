package coedit.testkit;

import coedit.model.ClientId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;

/** Short ways to the values a strategy takes. */
public final class Submissions {

  private static final Provenance NO_PROVENANCE = new Provenance(1, 0, 1, 0);

  private Submissions() {}

  /** Payloads by client {@code client}, its first ones, made at {@code base}. */
  public static Submission of(long client, long base, Payload... payloads) {
    return new Submission(name(client, 1), "user" + client, base, List.of(payloads));
  }

  /**
   * Operations as the server would sequence them, from revision {@code first}; what is empty
   * brought nothing and gets no revision.
   */
  public static List<Operation> sequenced(
      long first, Submission submission, List<Payload> payloads) {
    List<Operation> operations = new ArrayList<>();
    for (int place = 0; place < payloads.size(); place++) {
      Payload payload = payloads.get(place);
      if (payload.size() > 0) {
        OperationName name =
            new OperationName(submission.first().client(), submission.first().sequence() + place);
        long revision = first + operations.size();
        operations.add(
            new Operation(
                revision, name, submission.author(), submission.base(), NO_PROVENANCE, payload));
      }
    }
    return operations;
  }

  /** The name of a client's {@code sequence}-th operation. */
  public static OperationName name(long client, long sequence) {
    return new OperationName(new ClientId(client), sequence);
  }
}
