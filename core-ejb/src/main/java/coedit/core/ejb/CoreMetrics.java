package coedit.core.ejb;

import coedit.core.audit.AuditTrail;
import coedit.core.documents.ReplicaHistory.Answered;
import coedit.core.documents.TypeRequests;
import coedit.core.member.Member;
import coedit.core.room.RoomLoad;
import coedit.core.sequence.MapBreaker;
import coedit.core.store.StoreBreaker;
import coedit.persistence.CommitResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.function.Function;
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
    gauge("coedit_leases", "Leases held", member, m -> m.leases().size());
    gauge("coedit_leases_taken", "Leases taken since the start", member, m -> m.leases().taken());
    gauge(
        "coedit_commit_seconds",
        "How long the transaction in hand has been at the database",
        member,
        m -> m.committer().inHand().toMillis() / 1e3);
    registry.gauge(
        describe("coedit_turn_queue", "Lane and room turns waiting for a thread"),
        threads,
        CoreThreads::waitingTurns);
    registry.gauge(
        describe("coedit_store_call_queue", "Database calls waiting for a thread"),
        threads,
        CoreThreads::waitingCalls);
    gauge("coedit_timers", "What is to be done later", threads, CoreThreads::waitingLater);
  }

  /** Starts the gauges of what the core holds, as of the last second. */
  void registerLoad(Member member) {
    member.rooms().onDivergence(this::diverged);
    registerRooms(member);
    registerLanes(member);
    registerMaps(member);
    registerFeed(member);
    registerTurns(member);
    registerOpen(member);
  }

  private void registerOpen(Member member) {
    gauge("coedit_open_bytes", "What open documents take", member, m -> m.open().total());
    gauge(
        "coedit_documents_opening",
        "Documents counted for a lane or a room that opens them",
        member,
        m -> m.open().openings());
    gauge(
        "coedit_open_refused",
        "Documents not opened because too much was, since the start",
        member,
        m -> m.open().refused());
  }

  private void registerTurns(Member member) {
    gauge(
        "coedit_lanes_lost",
        "Lanes that are given up: their type has not come back, or their batches have not ended",
        member,
        m -> m.lanes().lost());
    gauge(
        "coedit_batches_committing",
        "Batches that the committer has, until their end",
        member,
        m -> m.lanes().batchesCommitting());
    gauge("coedit_lane_messages", "What waits in lanes", member, m -> m.lanes().messages());
    gauge("coedit_room_messages", "What waits in rooms", member, m -> m.rooms().messages());
    gauge(
        "coedit_snapshots_waiting",
        "Snapshots that wait to be written",
        member,
        m -> m.lanes().snapshotsWaiting());
    gauge(
        "coedit_type_calls",
        "Calls of document types that are under way",
        member,
        m -> m.quarantine().running());
  }

  private void registerMaps(Member member) {
    gauge("coedit_map_entries", "Sequencing entries kept here", member, m -> m.map().size());
    gauge(
        "coedit_map_breaker",
        "Calls to the distributed map: 0 pass, 1 is tried, 2 fail at once",
        member,
        m -> m.map() instanceof MapBreaker breaker ? breaker.state() : 0);
    gauge(
        "coedit_map_calls_refused",
        "Calls to the map that failed at once, since the start",
        member,
        m -> m.map() instanceof MapBreaker breaker ? breaker.refused() : 0);
    gauge(
        "coedit_map_calls",
        "Calls to the map that wait for their answer",
        member,
        m -> m.map() instanceof MapBreaker breaker ? breaker.waiting() : 0);
    gauge(
        "coedit_changes_waiting",
        "Times of change that wait to be written",
        member,
        m -> m.changes().size());
    gauge(
        "coedit_lineage_documents",
        "Documents that were opened under the leases held",
        member,
        m -> m.lanes().remembered());
    gauge(
        "coedit_recoveries",
        "Documents opened anew since the start, because of a doubt or another owner",
        member,
        m -> m.lanes().recoveries());
  }

  private void registerFeed(Member member) {
    gauge(
        "coedit_feed_documents",
        "Documents sequenced here that other servers have open",
        member,
        m -> m.feed().interest());
    gauge(
        "coedit_feed_sent",
        "Messages with committed operations sent to other servers since the start",
        member,
        m -> m.feed().sent());
    gauge("coedit_feed_heads", "Heads remembered to tell them", member, m -> m.feed().heads());
  }

  /** Starts the gauge of events that wait. */
  void register(AuditTrail audit) {
    gauge("coedit_audit_waiting", "Events that wait to be written", audit, AuditTrail::waiting);
  }

  void register(TypeRequests requests) {
    gauge("coedit_exports", "Exports and imports under way", requests, TypeRequests::running);
    gauge(
        "coedit_exports_lost",
        "Exports and imports that document types have not come back from",
        requests,
        TypeRequests::lost);
  }

  private void registerRooms(Member member) {
    gauge("coedit_sessions", "Documents that sockets have open", member, m -> rooms(m).sessions());
    gauge(
        "coedit_submissions_unsettled",
        "Submissions that wait for their outcome",
        member,
        m -> rooms(m).unsettled());
    gauge(
        "coedit_submissions_unsettled_bytes",
        "What these take",
        member,
        m -> m.rooms().unsettledBytes().taken());
    gauge(
        "coedit_submissions_unsettled_seconds",
        "How long the oldest submission has waited for its outcome",
        member,
        m -> rooms(m).unsettledMillis() / 1e3);
    gauge(
        "coedit_tail_operations",
        "Recent operations kept for sessions that resume",
        member,
        m -> rooms(m).tailOperations());
    gauge("coedit_tail_bytes", "About what these take", member, m -> rooms(m).tailBytes());
    gauge("coedit_presence", "People who are shown", member, m -> rooms(m).presence());
    gauge("coedit_joins_waiting", "Joins that wait", member, m -> rooms(m).arriving());
    gauge("coedit_syncs_waiting", "Sessions that wait to be told", member, m -> rooms(m).syncing());
    gauge(
        "coedit_sync_answer_bytes",
        "Answers kept for sessions that sync by version",
        member,
        m -> rooms(m).answerBytes());
  }

  private void registerLanes(Member member) {
    gauge(
        "coedit_submissions_waiting",
        "Submissions that wait for their turn",
        member,
        m -> m.lanes().load().waiting());
    gauge(
        "coedit_submissions_waiting_bytes",
        "Bytes of these",
        member,
        m -> m.lanes().load().waitingBytes());
    gauge(
        "coedit_operations_pending",
        "Operations that have a revision and are not committed",
        member,
        m -> m.lanes().load().pending());
    gauge(
        "coedit_operations_pending_bytes",
        "Bytes of these",
        member,
        m -> m.lanes().load().pendingBytes());
    gauge(
        "coedit_lane_tail_bytes",
        "Recent operations kept for submissions that build on them",
        member,
        m -> m.lanes().load().tailBytes());
  }

  private static RoomLoad rooms(Member member) {
    return member.rooms().load();
  }

  private <T> void gauge(
      String name, String description, T of, Function<T, ? extends Number> value) {
    registry.gauge(describe(name, description), of, value);
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

  /** Hears who has answered a question of history, where there is a read replica. */
  void replicaAsked(Answered answered) {
    registry
        .counter(
            describe("coedit_replica_reads_total", "Exports and past operations, by who answered"),
            new Tag("answer", answered.name().toLowerCase(Locale.ROOT)))
        .inc();
  }

  private void diverged(String type) {
    registry
        .counter(
            describe("coedit_divergences_total", "Clients whose state was not what is stored"),
            new Tag("type", type))
        .inc();
  }

  private static Metadata describe(String name, String description) {
    return Metadata.builder().withName(name).withDescription(description).build();
  }
}
