package coedit.web.rest;

import coedit.model.ErrorCode;

/** A request that cannot be read: the reader stops at the first thing that is wrong. */
final class BadRequest extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  BadRequest(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  BadRequest(String message) {
    this(ErrorCode.PROTOCOL, message);
  }

  ErrorCode code() {
    return code;
  }

  /** For people; says nothing that the sender did not say. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
