package coedit.spi;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import java.util.List;

/** What a strategy decides on a submission. */
public sealed interface Resolution {

  /**
   * Append these payloads, one per submitted operation.
   *
   * @param next the state after all of them
   */
  record Apply(List<Payload> payloads, DocumentState next) implements Resolution {
    public Apply {
      payloads = List.copyOf(payloads);
    }
  }

  /** The document has all of it already; nothing is appended and no revision is used. */
  record NoChange() implements Resolution {}

  /** Nothing is appended; the submitter is told why. */
  record Refuse(ErrorCode code, String reason) implements Resolution {}
}
