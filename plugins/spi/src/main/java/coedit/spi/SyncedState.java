package coedit.spi;

import coedit.model.Payload;

/**
 * A state that two peers bring together by telling each other what they know, without counting
 * revisions: each says its version, the other answers with what that version lacks. What a CRDT
 * calls state vector and update.
 */
public interface SyncedState extends DocumentState {

  /** What this state knows, in the type's own form. */
  Payload version();

  /**
   * What a peer that knows {@code version} lacks of this state, as one operation of the type. A
   * peer that has it may be given it again without harm. Equal arguments give equal bytes.
   *
   * @param version as some {@link #version} wrote it, or a peer; hostile input
   * @throws RefusedException when it is no version
   */
  Payload since(Payload version);
}
