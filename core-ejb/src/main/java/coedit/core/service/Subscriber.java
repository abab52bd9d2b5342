package coedit.core.service;

import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import java.util.List;

/**
 * A session's ear. Calls come one at a time and in order and must return at once: put the message
 * into the session's outbox, never write to a socket. All calls are about the one document that was
 * joined.
 */
public interface Subscriber {

  void joined(Joined joined);

  /** The next revisions, without gap, repeat or reorder (INV-7); own operations are among them. */
  void committed(CommittedBatch batch);

  /**
   * What this session has asked for with {@link EditingService#sync}.
   *
   * @param tail the operations after the answer's revision, up to the last one delivered
   */
  default void synced(SyncAnswer answer, List<Operation> tail) {}

  /**
   * An operation that needs no delivery is settled: a repeated submission whose operation this
   * session was given before, or one that changed nothing.
   *
   * @param sequence the client's number of the last operation of the submission
   * @param revision where that operation is; 0 when it changed nothing and has no revision
   */
  void acknowledged(long sequence, long revision);

  /**
   * A submission is refused as a whole.
   *
   * @param sequence the client's number of its first operation
   */
  void refused(long sequence, Refusal refusal);

  void presence(List<PresenceChange> changes);

  /** Somebody else said something, see {@link EditingService#say}. */
  default void said(Payload word) {}

  /** The subscription has ended, or could not be opened; nothing follows. */
  void closed(ErrorCode code, String reason);
}
