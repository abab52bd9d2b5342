package coedit.web.rest;

import coedit.model.ErrorCode;
import coedit.web.limit.Refusals;
import coedit.web.limit.RequestRates;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;

/**
 * Answers 429 to a user who sends more requests than anybody needs; counts what was too large too.
 */
@Provider
@Dependent
public class RequestLimit implements ContainerRequestFilter, ContainerResponseFilter {

  private static final int TOO_LARGE = 413;

  @Inject
  @SuppressWarnings("NullAway.Init")
  RequestRates rates;

  @Inject
  @SuppressWarnings("NullAway.Init")
  Refusals refusals;

  @Override
  public void filter(ContainerRequestContext request) {
    Principal who = request.getSecurityContext().getUserPrincipal();
    if (who != null && !rates.admitUser(who.getName())) {
      refusals.count("requests");
      request.abortWith(
          Answers.error(429, ErrorCode.RATE, "more requests than one user may send")
              .header(HttpHeaders.RETRY_AFTER, 1)
              .build());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() == TOO_LARGE) {
      refusals.count("too-large");
    }
  }
}
