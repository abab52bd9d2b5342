package coedit.web.rest;

import coedit.core.service.Outcome;
import coedit.core.service.Refusal;
import coedit.model.ErrorCode;
import coedit.web.auth.JsonError;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** Turns outcomes into answers; the one map from error codes to statuses. */
final class Answers {

  private Answers() {}

  static <T> Response of(Outcome<T> outcome, Function<T, Response> answer) {
    if (outcome instanceof Outcome.Done<T> done) {
      return answer.apply(done.value());
    }
    return refused(((Outcome.Refused<T>) outcome).refusal());
  }

  static Response refused(Refusal refusal) {
    Response.ResponseBuilder answer =
        error(status(refusal.code()), refusal.code(), refusal.reason());
    if (refusal.code().category() == ErrorCode.Category.CAPACITY) {
      answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, refusal.retryAfter().toSeconds()));
    }
    return answer.build();
  }

  static Response.ResponseBuilder error(int status, ErrorCode code, String message) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(JsonError.of(code, message));
  }

  static int status(ErrorCode code) {
    return switch (code) {
      case PROTOCOL,
          UNSUPPORTED_VERSION,
          INVALID_OPERATION,
          INVALID_TEXT,
          INVALID_BASE,
          UNKNOWN_TYPE ->
          400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case NAME_TAKEN,
          NOT_JOINED,
          STALE_BASE,
          SEQUENCE_GAP,
          SEQUENCE_REUSED,
          GENERATION_CHANGED,
          RESYNC,
          DIVERGED ->
          409;
      case TOO_LARGE -> 413;
      case RATE -> 429;
      case BUSY, DEGRADED, DRAINING -> 503;
      case PLUGIN_FAILED, CORRUPT, INTERNAL -> 500;
    };
  }
}
