package coedit.web.socket;

import coedit.core.service.EditingService;
import coedit.web.auth.SessionLiveness;
import coedit.web.auth.SignedIn;
import coedit.web.protocol.MessageCodec;
import coedit.web.protocol.ServerMessage;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.time.Clock;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The container's side of {@link SessionRegistry}: its settings, threads, beginning and end. */
@ApplicationScoped
class CollabSockets {

  @Inject EditingService editing;
  @Inject SessionLiveness liveness;
  @Inject Config config;

  @SuppressWarnings("NullAway.Init") // injected
  @Resource
  ManagedExecutorService pool;

  @SuppressWarnings("NullAway.Init") // injected
  @Resource
  ManagedScheduledExecutorService scheduler;

  private @Nullable SessionRegistry registry;
  private @Nullable ScheduledFuture<?> scan;

  @PostConstruct
  void start() {
    SocketLimits limits =
        SocketLimits.read(name -> config.getOptionalValue("coedit.limits." + name, Integer.class));
    SessionRegistry sessions =
        new SessionRegistry(
            new SocketServices(
                editing,
                liveness,
                limits,
                new MessageCodec(limits.decode()),
                new Writers(pool, Runtime.getRuntime().availableProcessors()),
                Clock.systemUTC(),
                System::nanoTime));
    registry = sessions;
    scan = scheduler.scheduleWithFixedDelay(sessions::scan, 1, 1, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (scan != null) {
      scan.cancel(false);
    }
    if (registry != null) {
      registry.drain();
    }
  }

  /** The bound on one frame, for the container. */
  int frameBytes() {
    return registry().limits().frameBytes();
  }

  CollabSession open(SignedIn signedIn, Session session) {
    return registry().open(signedIn, new JakartaWire(session, pool));
  }

  /** Tells a socket why it is not served, and closes it. */
  void turnAway(Session session, ServerMessage.Failure error, CloseCode code) {
    new Outbox(new JakartaWire(session, pool), pool, 0)
        .finish(error.encode(), code, error.reason());
  }

  void closed(CollabSession session) {
    registry().closed(session);
  }

  private SessionRegistry registry() {
    if (registry == null) {
      throw new IllegalStateException("not started");
    }
    return registry;
  }
}
