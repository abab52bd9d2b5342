package coedit.web.startup;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.web.socket.CollabSockets;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Drains the server when its process is told to end, by SIGTERM, before Liberty hears of it:
 * Liberty cuts sockets at once, and tells applications afterwards (docs/adr/0009).
 */
@ApplicationScoped
public class DrainAtTermination {

  private static final System.Logger LOG = System.getLogger(DrainAtTermination.class.getName());

  /** A drain ends by itself before; then the process does, whatever became of it. */
  private static final long PATIENCE_SECONDS = 15;

  @Inject CollabSockets sockets;
  @Inject AuditService audit;
  @Resource @Nullable ManagedExecutorService executor;

  private Optional<TerminationSignal> signal = Optional.empty();

  void begin(@Observes @Initialized(ApplicationScoped.class) Object started) {
    signal = TerminationSignal.precededBy(this::drain);
  }

  /** Called by the JVM's own thread, which knows no application. */
  private void drain() {
    if (executor == null) {
      return;
    }
    try {
      executor.submit(this::drainHere).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      LOG.log(System.Logger.Level.WARNING, "ending without a drain", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void drainHere() {
    audit.note(AuditEvent.ofServer("drain-begun", "SIGTERM"));
    sockets.registry().drain();
  }

  @PreDestroy
  void stop() {
    signal.ifPresent(TerminationSignal::giveBack);
  }
}
