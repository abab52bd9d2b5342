package coedit.web.socket;

import coedit.model.ErrorCode;

/** Why a socket is closed, as the peer is told; {@code docs/protocol.md}, section 6. */
public enum CloseCode {
  GOING_AWAY(1001),
  TOO_BIG(1009),
  OUR_FAULT(1011),
  TRY_AGAIN(1013),
  PROTOCOL(4400),
  SIGN_IN_ENDED(4401),
  FORBIDDEN(4403),
  NOT_FOUND(4404),
  NO_COMMON_VERSION(4406),
  SILENT(4408),
  FELL_BEHIND(4409),
  TOO_MANY(4429),
  STOPPING(4503);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /**
   * Whether the peer has sent what it must not. Who goes on sending may be told {@link #TOO_BIG} in
   * the place of any code, and knows the reason from the error before it.
   */
  boolean isOfMisuse() {
    return this == PROTOCOL || this == TOO_BIG || this == TOO_MANY;
  }

  /**
   * The close code for clients of the Yjs ecosystem: to them 4400 to 4499 means that connecting
   * again is of no use.
   */
  public static CloseCode ofDialect(ErrorCode error) {
    return switch (error) {
      case NOT_FOUND -> NOT_FOUND;
      case DRAINING -> STOPPING;
      default ->
          switch (error.category()) {
            case CLIENT -> of(error);
            case CONFLICT, CAPACITY -> TRY_AGAIN;
            case INTERNAL -> OUR_FAULT;
          };
    };
  }

  /** The close code that goes with a fatal error. */
  static CloseCode of(ErrorCode error) {
    return switch (error) {
      case UNAUTHENTICATED -> SIGN_IN_ENDED;
      case FORBIDDEN -> FORBIDDEN;
      case UNSUPPORTED_VERSION -> NO_COMMON_VERSION;
      case TOO_LARGE -> TOO_BIG;
      case RESYNC -> FELL_BEHIND;
      case RATE -> TOO_MANY;
      case DRAINING -> STOPPING;
      default ->
          switch (error.category()) {
            case CLIENT -> PROTOCOL;
            case CONFLICT, CAPACITY -> GOING_AWAY;
            case INTERNAL -> OUR_FAULT;
          };
    };
  }
}
