package coedit.web.rest;

import coedit.model.ErrorCode;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Answers 429 to a user who sends more requests than anybody needs. */
@Provider
@Dependent
public class RequestLimit implements ContainerRequestFilter {

  @Inject
  @SuppressWarnings("NullAway.Init")
  RequestRates rates;

  @Inject
  @SuppressWarnings("NullAway.Init")
  MetricRegistry metrics;

  @Override
  public void filter(ContainerRequestContext request) {
    Principal who = request.getSecurityContext().getUserPrincipal();
    if (who != null && !rates.take(who.getName())) {
      metrics.counter("coedit_requests_refused_total").inc();
      request.abortWith(
          Answers.error(429, ErrorCode.RATE, "more requests than one user may send")
              .header(HttpHeaders.RETRY_AFTER, 1)
              .build());
    }
  }

  /** The limit as configured, one for all requests of this server. */
  @Dependent
  static class Wiring {

    private static final int PER_SECOND = 50;
    private static final int BURST = 200;

    @Produces
    @Singleton
    RequestRates rates(Config config) {
      return new RequestRates(
          setting(config, "coedit.limits.requests-per-second", PER_SECOND),
          setting(config, "coedit.limits.requests-burst", BURST),
          System::nanoTime);
    }

    private static int setting(Config config, String name, int standard) {
      return config.getOptionalValue(name, Integer.class).orElse(standard);
    }
  }
}
