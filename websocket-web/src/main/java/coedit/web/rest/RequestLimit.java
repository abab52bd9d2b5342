package coedit.web.rest;

import coedit.model.ErrorCode;
import coedit.web.limit.Exempt;
import coedit.web.limit.Rates;
import coedit.web.limit.Refusals;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Answers 429 to a user who sends more requests than anybody needs. */
@Provider
@Dependent
public class RequestLimit implements ContainerRequestFilter {

  @Inject
  @SuppressWarnings("NullAway.Init")
  OfUsers users;

  @Inject
  @SuppressWarnings("NullAway.Init")
  Refusals refusals;

  @Override
  public void filter(ContainerRequestContext request) {
    Principal who = request.getSecurityContext().getUserPrincipal();
    if (who != null && !users.admit(who.getName())) {
      refusals.count("requests");
      request.abortWith(
          Answers.error(429, ErrorCode.RATE, "more requests than one user may send")
              .header(HttpHeaders.RETRY_AFTER, 1)
              .build());
    }
  }

  /** The limit as configured, one for all requests of this server. */
  record OfUsers(Rates rates, Set<String> exempt) {
    boolean admit(String user) {
      return exempt.contains(user) || rates.take(user);
    }
  }

  @Dependent
  static class Wiring {

    private static final int PER_SECOND = 50;
    private static final int BURST = 200;

    @Produces
    @Singleton
    OfUsers users(Config config) {
      Rates rates =
          new Rates(
              setting(config, "coedit.limits.requests-per-second", PER_SECOND),
              setting(config, "coedit.limits.requests-burst", BURST),
              System::nanoTime);
      return new OfUsers(rates, Exempt.read(config).users());
    }

    private static int setting(Config config, String name, int standard) {
      return config.getOptionalValue(name, Integer.class).orElse(standard);
    }
  }
}
