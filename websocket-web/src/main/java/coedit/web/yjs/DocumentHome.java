package coedit.web.yjs;

import coedit.core.service.PresenceChange;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.socket.JoinGate;
import java.util.List;

/** The dialect around a document. */
public interface DocumentHome {

  /** Sends a frame to the client, in the dialect's envelope. */
  void send(Payload frame);

  /**
   * Sends frames that are not counted against what may wait for a socket.
   *
   * @param taken is run when the last of them leaves for the peer
   */
  void sendJoined(List<Payload> frames, Runnable taken);

  /** Lets a few joins of a socket be under way at a time. */
  JoinGate gate();

  /** Has states of others told when there is time, the latest only. */
  void sendPresence(List<PresenceChange> changes);

  /** The client is told of others in one message, which it may repeat. */
  void tellsOfOthers();

  /** Of the client's updates so many are settled: committed or known, or not allowed. */
  void settled(int updates, boolean applied);

  /** The document cannot go on here. Called under its lock: other documents are not touched. */
  void ended(ErrorCode code, String reason);

  /** A frame in the dialect's envelope. */
  Payload envelope(Payload frame);

  /** Somebody else said something that means nothing to the server. */
  void said(Payload word);
}
