package coedit.web.socket;

import coedit.model.ErrorCode;

/** Why a socket is closed, as the peer is told; {@code docs/protocol.md}, section 6. */
enum CloseCode {
  GOING_AWAY(1001),
  TOO_BIG(1009),
  OUR_FAULT(1011),
  PROTOCOL(4400),
  SIGN_IN_ENDED(4401),
  FORBIDDEN(4403),
  NO_COMMON_VERSION(4406),
  SILENT(4408),
  FELL_BEHIND(4409),
  TOO_MANY(4429),
  STOPPING(4503);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
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
