package coedit.model;

/**
 * A right that somebody has on a document. The highest grant wins.
 *
 * @param kind who is meant
 * @param subject the user's or group's name; empty for everyone
 */
public record Grant(Kind kind, String subject, Access access) {

  /** Whom a grant names. */
  public enum Kind {
    USER,
    GROUP,
    EVERYONE
  }
}
