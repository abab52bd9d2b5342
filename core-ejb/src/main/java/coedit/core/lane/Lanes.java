package coedit.core.lane;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.cluster.MemberId;
import coedit.core.commit.PendingBatch;
import coedit.core.sequence.SequencingMap;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.persistence.Shards;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of the documents that this member sequences, and the way to the owner for those it does
 * not. A lane exists while its document is edited.
 */
public final class Lanes implements LaneHost {

  static final Refusal LOCKED =
      new Refusal(
          ErrorCode.PLUGIN_FAILED,
          "this document takes no edits now: its type has not come back from an operation");

  /** Nothing can be put in order now. */
  static final Refusal MAP_AWAY =
      new Refusal(
          ErrorCode.DEGRADED, "the servers do not answer each other", Duration.ofSeconds(1));

  private final LaneParts parts;
  private final DocumentOpener opener;
  private final SnapshotWriter snapshots;
  private final Lineage lineage = new Lineage();
  private final LongAdder recoveries = new LongAdder();
  private final ConcurrentHashMap<DocumentId, Lane> lanes = new ConcurrentHashMap<>();
  private volatile LaneLoad load = LaneLoad.NONE;

  public Lanes(LaneParts parts) {
    this.parts = parts;
    this.opener = new DocumentOpener(parts, lineage);
    this.snapshots = new SnapshotWriter(parts);
  }

  /**
   * Step 4 of an edit begins: to the lane here, or one hop to the owner.
   *
   * @param accessEpoch the grants under which the author was let through
   */
  public void submit(DocumentId document, Submission submission, long accessEpoch) {
    Cluster cluster = parts.cluster();
    MemberId owner = cluster.ownerOf(shardOf(document));
    if (owner.equals(cluster.self())) {
      receive(cluster.self(), document, submission, accessEpoch);
    } else {
      parts.feed().submitTo(owner, document, submission, accessEpoch);
    }
  }

  /** A submission that some member takes this one for the owner of. */
  public void receive(
      MemberId origin, DocumentId document, Submission submission, long accessEpoch) {
    enter(document, new Waiting(0, origin, submission, accessEpoch, 0));
  }

  private void enter(DocumentId document, Waiting waiting) {
    Cluster cluster = parts.cluster();
    if (!cluster.hasQuorum()) {
      Refusal refusal =
          new Refusal(ErrorCode.DEGRADED, "this server has lost the others", Duration.ofSeconds(2));
      settle(waiting, document, new Settlement.Refused(refusal));
    } else if (!cluster.ownerOf(shardOf(document)).equals(cluster.self())) {
      settle(waiting, document, new Settlement.Retry());
    } else if (parts.map().isAway()) {
      settle(waiting, document, new Settlement.Refused(MAP_AWAY));
    } else if (parts.quarantine().holds(document)) {
      settle(waiting, document, new Settlement.Refused(LOCKED));
    } else {
      lanes.compute(
          document,
          (id, present) -> {
            Lane lane = present == null ? new Lane(id, this, parts.executor()) : present;
            lane.tell(new LaneMessage.Submitted(waiting));
            return lane;
          });
    }
  }

  /** Now and then: lets idle documents leave memory. */
  public void tick() {
    LaneMessage tick = new LaneMessage.Tick(nowMillis());
    // What is told to one that does not come back would pile up.
    lanes.values().stream()
        .filter(lane -> !parts.quarantine().holds(lane.id()))
        .forEach(lane -> lane.tell(tick));
    // One that was announced while its document was given up is nobody's.
    parts.feed().keepHeads(lanes::containsKey);
    load = lanes.values().stream().map(Lane::load).reduce(LaneLoad.NONE, LaneLoad::plus);
  }

  /** Shards may have moved: gives up what this member does not own any more. */
  public void ownershipChanged() {
    Cluster cluster = parts.cluster();
    parts.leases().dropUnless(shard -> cluster.ownerOf(shard).equals(cluster.self()));
    lanes.forEach(
        (id, lane) -> {
          if (!cluster.ownerOf(shardOf(id)).equals(cluster.self()) && lanes.remove(id, lane)) {
            parts.feed().forgetHead(id);
            lane.tell(new LaneMessage.Disowned());
          }
        });
  }

  /** What the lanes held at the last tick; for the gauges. */
  public LaneLoad load() {
    return load;
  }

  /** How many messages wait for lanes to take their turns; for the gauge. */
  public long messages() {
    return lanes.values().stream().mapToLong(Lane::messages).sum();
  }

  /** How many snapshots wait to be written; for the gauge. */
  public int snapshotsWaiting() {
    return snapshots.waiting();
  }

  /** How many lanes there are; for the gauge. */
  public int size() {
    return lanes.size();
  }

  /** How often a document was forgotten because of a doubt, since the start; for the gauge. */
  public long recoveries() {
    return recoveries.sum();
  }

  /** How many documents of the leases here are remembered; for the gauge. */
  public int remembered() {
    return lineage.size();
  }

  private int shardOf(DocumentId document) {
    return Shards.of(document, parts.shards());
  }

  @Override
  public LaneSettings settings() {
    return parts.settings();
  }

  @Override
  public Quarantine quarantine() {
    return parts.quarantine();
  }

  @Override
  public SequencingMap map() {
    return parts.map();
  }

  @Override
  public void open(Lane lane) {
    opener.open(lane);
  }

  @Override
  public void dropLease(int shard, long epoch) {
    parts.leases().drop(shard, epoch);
  }

  @Override
  public void recovering() {
    recoveries.increment();
  }

  @Override
  public void readTail(Lane lane, long from, long to) {
    opener.readTail(lane, from, to);
  }

  @Override
  public void readHead(Lane lane) {
    opener.readHead(lane);
  }

  @Override
  public void commit(PendingBatch batch) {
    parts.committer().enqueue(batch);
  }

  @Override
  public void publish(DocumentId document, List<Operation> operations) {
    parts.feed().publish(document, operations);
    parts.changed().accept(document);
  }

  @Override
  public void settle(Waiting waiting, DocumentId document, Settlement settlement) {
    Submission submission = waiting.submission();
    parts
        .feed()
        .settle(
            waiting.origin(),
            new ClusterMessage.Settled(
                document, submission.first(), submission.digest(), settlement));
  }

  @Override
  public void settleFromLog(Waiting waiting, DocumentId document, OperationName last) {
    opener.find(
        document,
        last,
        found -> settle(waiting, document, Resolver.fromLog(waiting.submission(), found)),
        () -> settle(waiting, document, new Settlement.Retry()));
  }

  @Override
  public void snapshot(Lane lane, OpenDocument document) {
    snapshots.write(lane, document);
  }

  @Override
  public void closed(Lane lane, @Nullable OpenDocument document) {
    if (lanes.remove(lane.id(), lane)) {
      parts.feed().forgetHead(lane.id());
    }
    if (document != null) {
      lineage.passivated(document.shard(), document.epoch(), lane.id(), document.persisted());
    }
  }

  @Override
  public void resubmit(DocumentId document, Waiting waiting) {
    enter(document, waiting);
  }

  @Override
  public void later(Duration delay, Runnable action) {
    parts.timer().after(delay, action);
  }

  @Override
  public long nowMillis() {
    return parts.timer().millis();
  }

  @Override
  public long wallMillis() {
    return parts.clock().millis();
  }
}
