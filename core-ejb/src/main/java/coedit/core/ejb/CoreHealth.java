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
 * Started: the core is up. Ready: it is up, the database answers and enough of the cluster is
 * there, so that edits are acknowledged. Live as long as the process answers and the threads that
 * edit and commit are there: a database that is away is no reason to kill it.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server fills the fields
class CoreHealth {

  @Inject private CoreBeans beans;

  @Produces
  @Startup
  HealthCheck started() {
    return () -> HealthCheckResponse.named("coedit-started").status(beans.isStarted()).build();
  }

  @Produces
  @Readiness
  HealthCheck ready() {
    return () -> {
      boolean reachable = beans.hasStore();
      return HealthCheckResponse.named("coedit-ready")
          .status(reachable && beans.hasQuorum())
          .withData("store", reachable ? "reachable" : "unreachable")
          .withData("cluster", beans.hasQuorum() ? "whole" : "too few members")
          .build();
    };
  }

  @Produces
  @Liveness
  HealthCheck live() {
    return () -> HealthCheckResponse.named("coedit-live").status(beans.isAlive()).build();
  }
}
