package coedit.web.auth;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Has {@link CachedLiveness} look after the sign-ins of open sockets, round after round. */
@ApplicationScoped
class LivenessRounds {

  private static final System.Logger LOG = System.getLogger(LivenessRounds.class.getName());

  @Inject Instance<CachedLiveness> liveness;

  @SuppressWarnings("NullAway.Init") // injected
  @Resource
  ManagedScheduledExecutorService scheduler;

  private @Nullable ScheduledFuture<?> rounds;

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    long period = CachedLiveness.ROUND.toMillis();
    rounds = scheduler.scheduleWithFixedDelay(this::round, period, period, TimeUnit.MILLISECONDS);
  }

  /** While the store is away nobody is signed out, for minutes: the next round knows more. */
  private void round() {
    try {
      liveness.get().refresh();
    } catch (RuntimeException away) {
      LOG.log(System.Logger.Level.DEBUG, "cannot look after sign-ins now", away);
    }
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }
}
