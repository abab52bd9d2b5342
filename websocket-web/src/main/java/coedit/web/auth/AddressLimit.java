package coedit.web.auth;

import coedit.model.ErrorCode;
import coedit.web.limit.Refusals;
import coedit.web.limit.RequestRates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * How much one address may ask, before anything is done to find out who asks: a check of a token
 * costs a signature, and perhaps a question to the database. Each request counts once, whoever asks
 * first. Thread-safe.
 */
final class AddressLimit {

  static final String NAME = "requests-of-address";

  private static final int TOO_MANY_REQUESTS = 429;
  private static final String COUNTED = AddressLimit.class.getName();

  private final RequestRates rates;
  private final Refusals refusals;

  AddressLimit(RequestRates rates, Refusals refusals) {
    this.rates = rates;
    this.refusals = refusals;
  }

  /** Counts the request if nobody has yet: whether it may go on. */
  boolean admits(HttpServletRequest request) {
    if (request.getAttribute(COUNTED) instanceof Boolean known) {
      return known;
    }
    boolean admitted = rates.admitAddress(request.getRemoteAddr());
    request.setAttribute(COUNTED, admitted);
    return admitted;
  }

  /** Whether the request may go on; if not, it is answered. */
  boolean admits(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (admits(request)) {
      return true;
    }
    refusals.count(NAME);
    response.setHeader("Retry-After", "1");
    JsonError.write(
        response, TOO_MANY_REQUESTS, ErrorCode.RATE, "more requests than one address may send");
    return false;
  }
}
