package coedit.core.ejb;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started: the core is up. Ready: it is up and the database answers, so that edits are
 * acknowledged. Live as long as the process can answer at all: a database that is away is no reason
 * to kill it.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server fills the fields
class CoreHealth {

  @Inject private CoreBeans beans;
  @Inject private CoreMetrics metrics;

  @Produces
  @Startup
  HealthCheck started() {
    return () -> HealthCheckResponse.named("coedit-started").status(beans.isStarted()).build();
  }

  @Produces
  @Readiness
  HealthCheck ready() {
    return () ->
        HealthCheckResponse.named("coedit-ready")
            .status(beans.isStarted() && metrics.isStoreReachable())
            .withData("store", metrics.isStoreReachable() ? "reachable" : "unreachable")
            .build();
  }

  @Produces
  @Liveness
  HealthCheck live() {
    return () -> HealthCheckResponse.up("coedit-live");
  }
}
