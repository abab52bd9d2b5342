package coedit.core.member;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.Feed;
import coedit.core.cluster.FeedReceiver;
import coedit.core.cluster.MemberId;
import coedit.core.commit.Committer;
import coedit.core.commit.ShardLeases;
import coedit.core.documents.Changes;
import coedit.core.lane.DocumentLoader;
import coedit.core.lane.LaneParts;
import coedit.core.lane.Lanes;
import coedit.core.lane.Quarantine;
import coedit.core.room.RoomParts;
import coedit.core.room.Rooms;
import coedit.core.sequence.SequencingMap;
import coedit.core.service.EditingService;
import coedit.core.service.OpenBytes;
import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One running server's part of the editing: sequencing for some documents, rooms for others. */
public final class Member implements FeedReceiver {

  private final MemberParts parts;
  private final DocumentLoader loader;
  private final Feed feed;
  private final Committer committer;
  private final Changes changes;
  private final ShardLeases leases;
  private final Lanes lanes;
  private final Rooms rooms;
  private final OpenBytes open;

  public Member(MemberParts parts) {
    this.parts = parts;
    int shards = parts.store().shards();
    this.loader = new DocumentLoader(parts.documents(), parts.snapshots(), parts.log());
    this.changes = new Changes(parts.documents(), parts.clock(), parts.blocking());
    this.open = new OpenBytes(parts.limits().rooms().openBytes());
    this.feed = new Feed(parts.cluster(), this, parts.timer(), shards);
    this.leases = new ShardLeases(parts.log(), parts.name(), parts.blocking());
    this.committer = new Committer(parts.log(), leases, parts.limits().commits(), parts.commits());
    this.lanes = new Lanes(laneParts(parts, shards));
    this.rooms = new Rooms(roomParts(parts), lanes, feed);
  }

  private LaneParts laneParts(MemberParts from, int shards) {
    return new LaneParts(
        from.limits().lanes(),
        from.cluster(),
        feed,
        from.map(),
        leases,
        committer,
        loader,
        from.log(),
        from.snapshots(),
        from.types(),
        changes::note,
        from.clock(),
        from.timer(),
        from.executor(),
        from.blocking(),
        from.quarantine(),
        shards,
        open,
        this::hasRoom);
  }

  private boolean hasRoom(DocumentId document) {
    return rooms.has(document);
  }

  private RoomParts roomParts(MemberParts from) {
    return new RoomParts(
        from.limits().rooms(),
        from.store().generation(),
        loader,
        from.documents(),
        from.log(),
        from.types(),
        from.clientIds(),
        from.timer(),
        from.executor(),
        from.blocking(),
        from.quarantine(),
        open,
        from.storeAway());
  }

  /** Starts hearing from the other members. */
  public void start() {
    parts.cluster().listen(feed);
  }

  /** Commits what is in hand, and ends the committing loop; waits for it so long at most. */
  public void stop(Duration patience) {
    changes.flush();
    committer.stop(patience);
  }

  /** The committing loop, to be run on a thread of its own. */
  public Committer committer() {
    return committer;
  }

  public EditingService editing() {
    return rooms;
  }

  public DocumentLoader loader() {
    return loader;
  }

  public Feed feed() {
    return feed;
  }

  public SequencingMap map() {
    return parts.map();
  }

  public Changes changes() {
    return changes;
  }

  public Quarantine quarantine() {
    return parts.quarantine();
  }

  public ShardLeases leases() {
    return leases;
  }

  public Lanes lanes() {
    return lanes;
  }

  public Rooms rooms() {
    return rooms;
  }

  /** What all open documents take, and may take. */
  public OpenBytes open() {
    return open;
  }

  /** Every second. */
  public void tick() {
    parts.quarantine().look();
    open.tick(
        () -> {
          lanes.tick();
          rooms.tick();
          return lanes.load().openBytes() + rooms.load().openBytes();
        });
    feed.refreshInterest();
  }

  /**
   * Every few seconds: writes when documents changed, and in a cluster compares heads and rights in
   * a batched query each for open documents, as the last repair. Above all when no other member is
   * in sight: then nobody tells this one what the others do.
   */
  public void seldomTick() {
    changes.flush();
    if (!parts.cluster().standsAlone()) {
      rooms.compareHeads();
    }
  }

  @Override
  public void submitted(
      MemberId origin, DocumentId document, Submission submission, long accessEpoch) {
    lanes.receive(origin, document, submission, accessEpoch);
  }

  @Override
  public void committed(DocumentId document, List<Operation> operations) {
    rooms.committed(document, operations);
  }

  @Override
  public void headSeen(DocumentId document, long head) {
    rooms.headSeen(document, head);
  }

  @Override
  public void settled(ClusterMessage.Settled outcome) {
    rooms.settled(outcome);
  }

  @Override
  public void presence(DocumentId document, List<PresenceChange> changes) {
    rooms.presenceElsewhere(document, changes);
  }

  @Override
  public void said(DocumentId document, Payload word) {
    rooms.saidElsewhere(document, word);
  }

  @Override
  public void accessChanged(DocumentId document, long accessEpoch) {
    rooms.accessChanged(document, accessEpoch);
  }

  @Override
  public Map<DocumentId, Long> openDocuments() {
    return rooms.openDocuments();
  }

  @Override
  public void membershipChanged() {
    lanes.ownershipChanged();
    rooms.compareHeads();
  }
}
