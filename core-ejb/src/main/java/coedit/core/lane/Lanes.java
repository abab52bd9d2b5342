package coedit.core.lane;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.cluster.MemberId;
import coedit.core.commit.PendingBatch;
import coedit.core.sequence.MapAwayException;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingMap;
import coedit.core.service.OpenBytes.Holder;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.persistence.Shards;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
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

  /** One document has more than its share of what may wait. */
  static final Refusal FULL =
      new Refusal(ErrorCode.BUSY, "too much waits for this document", Duration.ofMillis(250));

  /** All documents together have more than may be open. */
  static final Refusal CROWDED =
      new Refusal(ErrorCode.BUSY, "too much is open on this server", Duration.ofSeconds(1));

  private final LaneParts parts;
  private final DocumentOpener opener;
  private final SnapshotWriter snapshots;
  private final Lineage lineage = new Lineage();
  private final LongAdder recoveries = new LongAdder();
  private final ConcurrentHashMap<DocumentId, Lane> lanes = new ConcurrentHashMap<>();

  /**
   * Those that have not come back from their document's type, or left batches with the committer.
   */
  private final ConcurrentHashMap<DocumentId, Lane> lost = new ConcurrentHashMap<>();

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
    lanes.values().forEach(lane -> lane.tell(tick));
    // Until its batches have ended nobody may say what is not stored, whoever has come back.
    lost.values().removeIf(lane -> !parts.quarantine().holds(lane.id()) && lane.inHand().isEmpty());
    // One that was announced while its document was given up is nobody's.
    parts.feed().keepHeads(document -> lanes.containsKey(document) || lost.containsKey(document));
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

  /** How many lanes are given up and not forgotten yet; for the gauge. */
  public int lost() {
    return lost.size();
  }

  /** How many batches the committer has, of all lanes; for the gauge. */
  public int batchesCommitting() {
    return Stream.concat(lanes.values().stream(), lost.values().stream())
        .mapToInt(lane -> lane.inHand().size())
        .sum();
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
  public void told(Lane lane) {
    parts.open().told(lane.id(), Holder.LANE);
  }

  @Override
  public void append(Lane lane, LaneBatch batch) {
    asked(batch)
        .whenComplete(
            (answer, failure) -> {
              if (failure instanceof MapAwayException) {
                lane.tell(new LaneMessage.NotAppended(batch));
              } else {
                Answer heard = failure == null ? answer : new Answer.Recover();
                lane.tell(new LaneMessage.Appended(batch, heard));
              }
            });
  }

  /** A map that has ended itself throws at once. */
  private CompletionStage<Answer> asked(LaneBatch batch) {
    OpenDocument document = batch.opened();
    SequencingEntry.Append request = document.request(batch.operations().size());
    try {
      return parts.map().append(document.id(), document.shard(), request);
    } catch (RuntimeException gone) {
      return CompletableFuture.failedFuture(gone);
    }
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
  public void settleFromLog(Waiting waiting, DocumentId document) {
    opener.find(
        document,
        waiting.submission(),
        found -> settle(waiting, document, Resolver.fromLog(waiting.submission(), found)),
        () -> settle(waiting, document, new Settlement.Retry()));
  }

  /**
   * What is stored is acknowledged all the same, only what is not is refused. The lease shuts out
   * commits of unknown outcome. While one of this document's is under way, or its beginning alone
   * is found, nothing is said: its author's member asks again after a silence.
   */
  @Override
  public void settleHeld(Waiting waiting, DocumentId document) {
    Lane gone = lost.get(document);
    if (gone != null && !gone.inHand().isEmpty()) {
      return;
    }
    if (!parts.cluster().ownerOf(shardOf(document)).equals(parts.cluster().self())) {
      settle(waiting, document, new Settlement.Retry());
      return;
    }
    parts
        .leases()
        .ensure(shardOf(document))
        .thenAccept(
            lease ->
                opener.find(
                    document,
                    waiting.submission(),
                    found -> settleHeld(waiting, document, found),
                    () -> {}));
  }

  private void settleHeld(Waiting waiting, DocumentId document, Optional<Operation> found) {
    boolean isHeld = parts.quarantine().holds(document);
    if (found.isPresent()) {
      Settlement settlement = Resolver.fromLog(waiting.submission(), found);
      if (!isHeld || !(settlement instanceof Settlement.Retry)) {
        settle(waiting, document, settlement);
      }
    } else if (isHeld) {
      settle(waiting, document, new Settlement.Refused(LOCKED));
    } else { // its type has come back meanwhile: it may be stored by now
      settle(waiting, document, new Settlement.Retry());
    }
  }

  @Override
  public void announceHead(DocumentId document, long head) {
    parts.feed().announceHead(document, head);
  }

  @Override
  public void lost(Lane lane) {
    lost.put(lane.id(), lane);
    lanes.remove(lane.id(), lane);
    lane.inHand().lose();
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
