package coedit.core.service;

import coedit.model.ErrorCode;
import java.util.function.Function;

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

  /** What comes next, unless this was refused already. */
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    if (this instanceof Done<T> done) {
      return next.apply(done.value());
    }
    return new Refused<>(((Refused<T>) this).refusal());
  }
}
