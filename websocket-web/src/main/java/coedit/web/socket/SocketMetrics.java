package coedit.web.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What the sockets of this server hold, under {@code /metrics}. */
@ApplicationScoped
class SocketMetrics {

  @Inject CollabSockets sockets;
  @Inject MetricRegistry metrics;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object started) {
    gauge("coedit_sockets", "Sockets of all protocols", of -> of.registry().size());
    gauge("coedit_socket_users", "Users who have a socket here", of -> of.registry().users());
    gauge(
        "coedit_outbound_bytes",
        "Bytes that wait to be sent on sockets",
        of -> of.registry().waitingBytes());
    gauge("coedit_sockets_to_write", "Sockets that wait to be written to", CollabSockets::toWrite);
    gauge(
        "coedit_joins_queued",
        "Joins that wait for others of their socket",
        of -> of.registry().waitingJoins());
    gauge("coedit_sockets_closing", "Threads that close a socket", CollabSockets::closing);
    gauge("coedit_sockets_to_close", "Sockets that wait to be closed", CollabSockets::toClose);
    gauge("coedit_limit_places", "Addresses and documents with sockets", CollabSockets::places);
    gauge("coedit_limit_rates", "Users and documents whose rate is known", CollabSockets::rates);
  }

  private void gauge(String name, String description, ToLongFunction<CollabSockets> value) {
    Metadata metadata = Metadata.builder().withName(name).withDescription(description).build();
    metrics.gauge(metadata, sockets, value::applyAsLong);
  }
}
