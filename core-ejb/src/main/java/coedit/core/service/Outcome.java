package coedit.core.service;

import coedit.model.ErrorCode;

/** What a document call gives: a value, or a refusal with its code. */
public sealed interface Outcome<T> {

  record Done<T>(T value) implements Outcome<T> {}

  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(ErrorCode code, String reason) {
    return new Refused<>(new Refusal(code, reason));
  }
}
