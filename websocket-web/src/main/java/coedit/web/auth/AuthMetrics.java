package coedit.web.auth;

import coedit.web.limit.RequestRates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.function.ToIntFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What is remembered of people who sign in and send requests, under {@code /metrics}. */
@ApplicationScoped
class AuthMetrics {

  @Inject Instance<CachedLiveness> liveness;
  @Inject Instance<LoginThrottle> throttle;
  @Inject Instance<RequestRates> rates;
  @Inject MetricRegistry metrics;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object started) {
    gauge("coedit_sign_ins_cached", "Answers about sign-ins", liveness, CachedLiveness::size);
    gauge("coedit_sign_in_attempts", "Who has tried to sign in", throttle, LoginThrottle::size);
    gauge("coedit_request_rates", "Who has sent requests", rates, RequestRates::names);
  }

  /** What is asked is made when it is first needed, and may need the store. */
  private <T> void gauge(String name, String description, Instance<T> of, ToIntFunction<T> size) {
    Metadata metadata = Metadata.builder().withName(name).withDescription(description).build();
    metrics.gauge(metadata, of, instance -> size.applyAsInt(instance.get()));
  }
}
