package coedit.bench.load.socket;

/** What a connection tells its owner, always on the loop's thread. */
public interface SocketListener {

  /** The upgrade is done; the connection may send. */
  void opened(ClientSocket socket);

  /**
   * One whole message, text or binary.
   *
   * @param bytes the receive buffer, valid during the call only
   */
  void received(byte[] bytes, int from, int to);

  /** The connection has ended; told once. */
  void closed(String reason);
}
