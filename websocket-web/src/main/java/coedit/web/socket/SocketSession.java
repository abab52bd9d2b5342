package coedit.web.socket;

import coedit.model.ErrorCode;

/** One socket of any protocol, as {@link SessionRegistry} looks after it. */
public interface SocketSession {

  /** Who has signed in before it opened; empty when nobody has. */
  String user();

  /** The socket is open and may be used. */
  void greet();

  /** From now on what the peer sends is not heard; what it sent before is still answered. */
  void hold();

  /** Ends the session with an error that the peer is told. */
  void fail(ErrorCode code, String reason);

  /** The socket is gone, whoever ended it. */
  void gone();

  /** Bytes that wait to be sent. */
  long waitingBytes();

  /** Where joins wait for others of the same socket. */
  JoinGate gate();

  /** What is due with time; called every second. */
  void look();
}
