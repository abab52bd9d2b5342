package coedit.core.ejb;

import coedit.core.member.Member;
import coedit.core.store.StoreBreaker;
import coedit.persistence.CommitResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The core's metrics, under {@code /metrics}. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server fills the fields
class CoreMetrics {

  @Inject private MetricRegistry registry;

  /** Starts the gauges of a member. */
  void register(Member member, CoreThreads threads) {
    registry.gauge(
        describe("coedit_lanes", "Documents sequenced here"), member, m -> m.lanes().size());
    registry.gauge(describe("coedit_rooms", "Documents open here"), member, m -> m.rooms().size());
    registry.gauge(
        describe("coedit_commit_queue", "Batches waiting for the next transaction"),
        member,
        m -> m.committer().queued());
    registry.gauge(
        describe("coedit_documents_quarantined", "Documents whose type does not come back"),
        member,
        m -> m.quarantine().size());
    registry.gauge(
        describe("coedit_turn_queue", "Lane and room turns waiting for a thread"),
        threads,
        CoreThreads::waitingTurns);
    registry.gauge(
        describe("coedit_store_call_queue", "Database calls waiting for a thread"),
        threads,
        CoreThreads::waitingCalls);
  }

  /** Starts the gauges of the way to the database. */
  void register(StoreBreaker breaker) {
    registry.gauge(
        describe(
            "coedit_store_breaker", "Calls to the database: 0 pass, 1 are tried, 2 fail at once"),
        breaker,
        StoreBreaker::state);
    registry.gauge(
        describe("coedit_store_calls_refused", "Calls that failed at once, since the start"),
        breaker,
        StoreBreaker::refused);
  }

  /** Hears how a transaction of the committer ended. */
  void committed(CommitResult result) {
    String outcome = result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    registry
        .counter(
            describe("coedit_transactions_total", "Transactions of the committer"),
            new Tag("outcome", outcome))
        .inc();
  }

  private static Metadata describe(String name, String description) {
    return Metadata.builder().withName(name).withDescription(description).build();
  }
}
