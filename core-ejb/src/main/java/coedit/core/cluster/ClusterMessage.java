package coedit.core.cluster;

import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.spi.Submission;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything members say to each other. */
public sealed interface ClusterMessage {

  /**
   * To the owner: sequence this.
   *
   * @param accessEpoch the grants under which the author was let through
   */
  record Submit(DocumentId document, Submission submission, long accessEpoch)
      implements ClusterMessage {}

  /**
   * From the owner: how a submission ended when it did not end as committed operations.
   *
   * @param submission names it: the client and the sequence of its first operation
   * @param digest checksum of its last payload: after a refusal another one may have its name
   */
  record Settled(DocumentId document, OperationName submission, int digest, Settlement settlement)
      implements ClusterMessage {}

  /** From the owner: these are committed. */
  record Committed(DocumentId document, List<Operation> operations) implements ClusterMessage {
    public Committed {
      operations = List.copyOf(operations);
    }
  }

  /** To the owner, every second and at once when opened: what this member has open, and how far. */
  record Interest(Map<DocumentId, Long> delivered) implements ClusterMessage {
    public Interest {
      delivered = Collections.unmodifiableMap(new LinkedHashMap<>(delivered));
    }
  }

  /** From the owner: the committed heads of documents that the receiver is behind on. */
  record Heads(Map<DocumentId, Long> heads) implements ClusterMessage {
    public Heads {
      heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
    }
  }

  /** Where people of the sending member are now. */
  record Presence(DocumentId document, List<PresenceChange> changes) implements ClusterMessage {
    public Presence {
      changes = List.copyOf(changes);
    }
  }

  /** What somebody at the sending member says to all who have the document open. */
  record Word(DocumentId document, Payload word) implements ClusterMessage {}

  /** To everyone: the grants of a document have changed, or it is gone. */
  record AccessChanged(DocumentId document, long accessEpoch) implements ClusterMessage {}

  /** How a submission ended without new operations. */
  sealed interface Settlement {

    /** All of it is committed already, the last operation at this revision. */
    record Duplicate(long sequence, long revision) implements Settlement {}

    /** It changed nothing. */
    record NoChange(long sequence) implements Settlement {}

    record Refused(Refusal refusal) implements Settlement {}

    /** The grants have changed since the author was let through: check again, then send again. */
    record Recheck(long accessEpoch) implements Settlement {}

    /** It was dropped without harm, by a takeover or a failed commit: send it again. */
    record Retry() implements Settlement {}
  }
}
