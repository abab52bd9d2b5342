package coedit.web.auth;

/** The user registry does not answer now: nobody knows whether a password is right. */
public final class DirectoryAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DirectoryAwayException(Throwable cause) {
    super("the user registry cannot be asked now", cause);
  }
}
