package coedit.model;

/**
 * Everything the server says no with. Codes are part of the protocol and never reused; callers act
 * on the code, never on the text beside it.
 */
public enum ErrorCode {
  /** The frame or request does not follow the protocol. */
  PROTOCOL("protocol", Category.CLIENT),
  /** No protocol that both sides speak: reload the page, update the client, or use another. */
  UNSUPPORTED_VERSION("unsupported-version", Category.CLIENT),
  /** The operation does not follow the document type's format or rules. */
  INVALID_OPERATION("invalid-operation", Category.CLIENT),
  /** Text with a lone surrogate or U+0000. */
  INVALID_TEXT("invalid-text", Category.CLIENT),
  /** The base is ahead of the document's head, or negative. */
  INVALID_BASE("invalid-base", Category.CLIENT),
  /** The message, operation or document is larger than the limits allow. */
  TOO_LARGE("too-large", Category.CLIENT),
  /** Not signed in, or the sign-in has ended. */
  UNAUTHENTICATED("unauthenticated", Category.CLIENT),
  /** Signed in, and not allowed to do this. */
  FORBIDDEN("forbidden", Category.CLIENT),
  /** No such document, or none that this user may see. */
  NOT_FOUND("not-found", Category.CLIENT),
  /** The name is taken. */
  NAME_TAKEN("name-taken", Category.CLIENT),
  /** The document type is not installed on this server. */
  UNKNOWN_TYPE("unknown-type", Category.CLIENT),
  /** The document is not open on this connection. */
  NOT_JOINED("not-joined", Category.CLIENT),

  /** The base is older than what is retained, or older than the client's own last operation. */
  STALE_BASE("stale-base", Category.CONFLICT),
  /** The client sequence skips a number. */
  SEQUENCE_GAP("sequence-gap", Category.CONFLICT),
  /** The same operation name was used for another payload. */
  SEQUENCE_REUSED("sequence-reused", Category.CONFLICT),
  /** The store was restored; what the client saw is not its history any more. */
  GENERATION_CHANGED("generation-changed", Category.CONFLICT),
  /** The session fell too far behind and must join again. */
  RESYNC("resync", Category.CONFLICT),
  /** The client's state is not what is stored: it starts over from a snapshot. */
  DIVERGED("diverged", Category.CONFLICT),

  /** Too much is waiting; try again after a moment. */
  BUSY("busy", Category.CAPACITY),
  /** More messages per second than allowed. */
  RATE("rate", Category.CAPACITY),
  /** The database cannot be reached; nothing is acknowledged until it can. */
  DEGRADED("degraded", Category.CAPACITY),
  /** This server is stopping; connect again, to any server. */
  DRAINING("draining", Category.CAPACITY),

  /** The document type failed on this operation; nothing was changed. */
  PLUGIN_FAILED("plugin-failed", Category.INTERNAL),
  /** Stored data failed its checksum; the log names document and revision. */
  CORRUPT("corrupt", Category.INTERNAL),
  /** Our fault; the server's log tells more. */
  INTERNAL("internal", Category.INTERNAL);

  /** How a caller should react. */
  public enum Category {
    /** Mend the message before sending it again. */
    CLIENT,
    /** Join the document again and rebase. */
    CONFLICT,
    /** Try the same again later. */
    CAPACITY,
    /** Nothing the caller can mend. */
    INTERNAL
  }

  private final String code;
  private final Category category;

  ErrorCode(String code, Category category) {
    this.code = code;
    this.category = category;
  }

  /** The code on the wire. */
  public String code() {
    return code;
  }

  public Category category() {
    return category;
  }
}
