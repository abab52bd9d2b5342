package coedit.spi;

import coedit.model.OperationName;
import coedit.model.Payload;
import java.util.List;

/**
 * Operations as sent: one or more by one client, each made on top of the one before it, the first
 * made at {@code base}. They are accepted or refused together.
 *
 * @param first the name of the first; the others count up from it
 * @param author the signed-in user
 * @param base the revision that the client had applied
 * @param payloads at least one
 */
public record Submission(OperationName first, String author, long base, List<Payload> payloads) {

  public Submission {
    payloads = List.copyOf(payloads);
    if (payloads.isEmpty()) {
      throw new IllegalArgumentException("a submission has at least one operation");
    }
  }

  /** The sequence number of the last operation. */
  public long lastSequence() {
    return first.sequence() + payloads.size() - 1;
  }

  /** Checksum of the last payload: tells submissions of one name apart. */
  public int digest() {
    return payloads.get(payloads.size() - 1).checksum();
  }

  /** The bytes of all payloads. */
  public long bytes() {
    long sum = 0;
    for (Payload payload : payloads) {
      sum += payload.size();
    }
    return sum;
  }
}
