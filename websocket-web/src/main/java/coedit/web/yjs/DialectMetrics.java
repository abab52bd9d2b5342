package coedit.web.yjs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The gauge of what clients of the Yjs dialects have waiting. */
@ApplicationScoped
class DialectMetrics {

  @Inject DialectSockets sockets;
  @Inject MetricRegistry metrics;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object started) {
    Metadata metadata =
        Metadata.builder()
            .withName("coedit_yjs_waiting_bytes")
            .withDescription("What Yjs clients sent that waits")
            .build();
    metrics.gauge(metadata, sockets, of -> of.services().budgets().ofAll().taken());
  }
}
