package coedit.core.cluster;

import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.spi.Submission;
import java.util.List;
import java.util.Map;

/** What the feed brings to this member; the rooms' and lanes' side of it. No call may block. */
public interface FeedReceiver {

  /** To the lane, if this member owns the document. */
  void submitted(MemberId origin, DocumentId document, Submission submission, long accessEpoch);

  /** To the room: committed operations, perhaps with a gap, a repeat or out of order. */
  void committed(DocumentId document, List<Operation> operations);

  /** To the room: the log reaches at least this far. */
  void headSeen(DocumentId document, long head);

  void settled(ClusterMessage.Settled outcome);

  void presence(DocumentId document, List<PresenceChange> changes);

  /** To the room: what somebody at another member says to all. */
  void said(DocumentId document, Payload word);

  /** To room and session: check grants again. */
  void accessChanged(DocumentId document, long accessEpoch);

  /** The documents that have a room here, with the last delivered revision. */
  Map<DocumentId, Long> openDocuments();

  /** Members or owners have changed. */
  void membershipChanged();
}
