package coedit.spi;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import java.util.List;

/** What a strategy decides on a submission. */
public sealed interface Resolution {

  /**
   * Append these payloads, one per submitted operation.
   *
   * <p>Of a strategy that merges, an empty payload (no bytes) says that the operation at its place
   * brought nothing that the document does not have: it gets no revision and is not stored.
   *
   * @param next the state after all of them
   */
  record Apply(List<Payload> payloads, DocumentState next) implements Resolution {
    public Apply {
      payloads = List.copyOf(payloads);
    }
  }

  /**
   * The document has all of it already: nothing is appended, no revision and no sequence number is
   * used up. The same as an {@link Apply} of empty payloads only.
   */
  record NoChange() implements Resolution {}

  /** Nothing is appended; the submitter is told why. */
  record Refuse(ErrorCode code, String reason) implements Resolution {}
}
