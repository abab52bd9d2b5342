package coedit.web.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * A server that is being drained is not ready: whoever spreads connections sends them elsewhere.
 * One that has lost too many threads to sockets is not live: only a restart gives them back.
 */
@ApplicationScoped
class SocketHealth {

  @Inject CollabSockets sockets;

  @Produces
  @Readiness
  HealthCheck accepting() {
    return () -> {
      boolean draining = sockets.registry().isDraining();
      return HealthCheckResponse.named("coedit-sockets")
          .status(!draining)
          .withData("sockets", draining ? "sent elsewhere" : "welcome")
          .build();
    };
  }

  @Produces
  @Liveness
  HealthCheck closing() {
    return () ->
        HealthCheckResponse.named("coedit-sockets-close").status(sockets.canClose()).build();
  }
}
