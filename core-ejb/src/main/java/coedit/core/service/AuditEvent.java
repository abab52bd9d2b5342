package coedit.core.service;

import coedit.model.DocumentId;
import java.util.Optional;

/**
 * Something that somebody may have to answer for.
 *
 * @param name lower-case words with hyphens, such as {@code sign-in-failed}
 * @param actor the user name; empty for the server itself
 * @param address where the request came from; empty when that is not known here
 * @param detail more, for people and tools; never content of a document, never a secret
 */
public record AuditEvent(
    String name, String actor, String address, Optional<DocumentId> document, String detail) {

  private static final int LONGEST_ACTOR = 255;
  private static final int LONGEST_ADDRESS = 100;
  private static final int LONGEST_DETAIL = 4_000;

  public AuditEvent {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an event has a name");
    }
    actor = cut(actor, LONGEST_ACTOR);
    address = cut(address, LONGEST_ADDRESS);
    detail = cut(detail, LONGEST_DETAIL);
  }

  /** What the server does by itself. */
  public static AuditEvent ofServer(String name, String detail) {
    return new AuditEvent(name, "", "", Optional.empty(), detail);
  }

  /** What somebody does beside documents. */
  public static AuditEvent of(String name, String actor, String address, String detail) {
    return new AuditEvent(name, actor, address, Optional.empty(), detail);
  }

  /** What somebody does with a document. */
  public static AuditEvent about(
      DocumentId document, String name, Participant actor, String detail) {
    return new AuditEvent(name, actor.user(), actor.address(), Optional.of(document), detail);
  }

  private static String cut(String text, int longest) {
    String plain = text.replace("\0", "");
    return plain.length() <= longest ? plain : plain.substring(0, longest - 1) + "…";
  }
}
