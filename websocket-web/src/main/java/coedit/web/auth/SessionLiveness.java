package coedit.web.auth;

/** Knows which sign-ins have been ended before their time: sign-out, revocation, stolen token. */
public interface SessionLiveness {

  /**
   * Whether a sign-in is still good; asked every half a minute for each open socket, so it answers
   * from memory or with one cheap read.
   *
   * @param sessionId as in {@link SignedIn#sessionId}
   */
  boolean isLive(String sessionId);
}
