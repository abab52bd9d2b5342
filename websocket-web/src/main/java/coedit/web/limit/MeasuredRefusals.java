package coedit.web.limit;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Refusals as the metric {@code coedit_refused_total}, by limit. */
@Dependent
public class MeasuredRefusals implements Refusals {

  private static final Metadata METADATA =
      Metadata.builder()
          .withName("coedit_refused_total")
          .withDescription("What a limit kept out")
          .build();

  private final MetricRegistry registry;

  @Inject
  MeasuredRefusals(MetricRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void count(String limit) {
    registry.counter(METADATA, new Tag("limit", limit)).inc();
  }
}
