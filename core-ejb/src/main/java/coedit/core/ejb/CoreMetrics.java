package coedit.core.ejb;

import coedit.core.member.Member;
import coedit.persistence.CommitResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** The core's metrics, under {@code /metrics}; also remembers whether the database answers. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the server fills the fields
class CoreMetrics {

  /** A transaction that takes longer means that the database stands still. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Inject private MetricRegistry registry;

  private volatile @Nullable Member running;
  private volatile CommitResult lastCommit = new CommitResult.Committed();

  /** Starts the gauges of a member. */
  void register(Member member, CoreThreads threads) {
    running = member;
    registry.gauge(
        describe("coedit_lanes", "Documents sequenced here"), member, m -> m.lanes().size());
    registry.gauge(describe("coedit_rooms", "Documents open here"), member, m -> m.rooms().size());
    registry.gauge(
        describe("coedit_commit_queue", "Batches waiting for the next transaction"),
        member,
        m -> m.committer().queued());
    registry.gauge(
        describe("coedit_turn_queue", "Lane and room turns waiting for a thread"),
        threads,
        CoreThreads::waitingTurns);
    registry.gauge(
        describe("coedit_store_call_queue", "Database calls waiting for a thread"),
        threads,
        CoreThreads::waitingCalls);
  }

  /** Hears how a transaction of the committer ended. */
  void committed(CommitResult result) {
    lastCommit = result;
    String outcome = result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    registry
        .counter(
            describe("coedit_transactions_total", "Transactions of the committer"),
            new Tag("outcome", outcome))
        .inc();
  }

  /** Whether the database answered the last time it was needed, and answers now. */
  boolean isStoreReachable() {
    Member member = running;
    boolean stands = member != null && member.committer().inHand().compareTo(PATIENCE) > 0;
    return !stands && !(lastCommit instanceof CommitResult.Unavailable);
  }

  private static Metadata describe(String name, String description) {
    return Metadata.builder().withName(name).withDescription(description).build();
  }
}
