package coedit.web.auth;

/** Knows which sign-ins have been ended before their time: sign-out, revocation, stolen token. */
public interface SessionLiveness {

  /**
   * Whether the sign-in of an open socket is still good, as far as is known here; a few seconds
   * late, on every server. Asked every second for each open socket, and answers from memory.
   *
   * @param sessionId as in {@link SignedIn#sessionId}
   */
  boolean isLive(String sessionId);

  /**
   * False when for minutes nobody could find out whether it is: then the socket is closed, to come
   * again when that can be found out.
   */
  default boolean isKnown(String sessionId) {
    return true;
  }
}
