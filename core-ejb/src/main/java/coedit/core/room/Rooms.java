package coedit.core.room;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.Feed;
import coedit.core.lane.Lanes;
import coedit.core.lane.LoadedDocument;
import coedit.core.service.ByteBudget;
import coedit.core.service.ClientsService;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.OpenBytes.Holder;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.spi.DocumentType;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The rooms of this member: one for each document that some session here has open. */
public final class Rooms implements RoomHost, EditingService, ClientsService {

  private final RoomParts parts;
  private final RoomStore store;
  private final Lanes lanes;
  private final Feed feed;
  private final ByteBudget unsettledBytes = ByteBudget.ofHeap();
  private final ConcurrentHashMap<DocumentId, Room> rooms = new ConcurrentHashMap<>();
  private volatile Consumer<String> divergences = type -> {};
  private volatile RoomLoad load = RoomLoad.NONE;

  public Rooms(RoomParts parts, Lanes lanes, Feed feed) {
    this.parts = parts;
    this.store = new RoomStore(parts);
    this.lanes = lanes;
    this.feed = feed;
  }

  @Override
  public Subscription join(JoinRequest request, Subscriber subscriber) {
    RoomSubscription[] made = new RoomSubscription[1];
    rooms.compute(
        request.document(),
        (id, present) -> {
          Room room = present == null ? new Room(id, this, parts.executor()) : present;
          made[0] = new RoomSubscription(room, request, subscriber, unsettledBytes);
          room.tell(new RoomMessage.Join(made[0]));
          return room;
        });
    return made[0];
  }

  @Override
  public void submit(Subscription subscription, long sequence, long base, List<Payload> payloads) {
    RoomSubscription who = (RoomSubscription) subscription;
    who.room().tell(new RoomMessage.Submit(who, sequence, base, payloads));
  }

  @Override
  public void presence(Subscription subscription, Optional<Payload> state) {
    RoomSubscription who = (RoomSubscription) subscription;
    who.room().tell(new RoomMessage.Presence(who, state));
  }

  @Override
  public void sync(Subscription subscription, Payload version) {
    RoomSubscription who = (RoomSubscription) subscription;
    who.room().tell(new RoomMessage.Sync(who, version));
  }

  @Override
  public void compare(Subscription subscription, long revision, String checksum) {
    RoomSubscription who = (RoomSubscription) subscription;
    who.room().tell(new RoomMessage.Compare(who, revision, checksum));
  }

  @Override
  public void say(Subscription subscription, Payload word) {
    RoomSubscription who = (RoomSubscription) subscription;
    who.room().tell(new RoomMessage.Word(who, word));
  }

  @Override
  public void shownAs(Subscription subscription, Participant participant) {
    RoomSubscription who = (RoomSubscription) subscription;
    who.room().tell(new RoomMessage.ShownAs(who, participant));
  }

  @Override
  public void leave(Subscription subscription) {
    RoomSubscription who = (RoomSubscription) subscription;
    who.room().tell(new RoomMessage.Leave(who));
  }

  /** Asked of each room in its turn, so that what was sent before counts. */
  @Override
  public CompletionStage<Integer> unsettled() {
    CompletableFuture<Integer> all = CompletableFuture.completedFuture(0);
    for (Room room : rooms.values()) {
      CompletableFuture<Integer> one = new CompletableFuture<>();
      room.tell(new RoomMessage.Ask((here, delivered) -> one.complete(here.unsettled())));
      all = all.thenCombine(one, Integer::sum);
    }
    return all;
  }

  @Override
  public CompletionStage<List<ConnectedClient>> clients(DocumentId document) {
    CompletableFuture<List<ConnectedClient>> answer = new CompletableFuture<>();
    Room room = rooms.get(document);
    if (room == null) {
      answer.complete(List.of());
    } else {
      room.tell(new RoomMessage.Ask((here, delivered) -> answer.complete(here.clients(delivered))));
    }
    return answer;
  }

  /** Every second. */
  public void tick() {
    RoomMessage tick = new RoomMessage.Tick(nowMillis());
    rooms.values().forEach(room -> room.tell(tick));
    load = rooms.values().stream().map(Room::load).reduce(RoomLoad.NONE, RoomLoad::plus);
  }

  /**
   * Asks the store for the heads and access epochs of all open documents, for rooms that did not
   * hear of a commit or a change of grants.
   */
  public void compareHeads() {
    Map<DocumentId, Long> open = openDocuments();
    if (!open.isEmpty()) {
      store.heads(open.keySet(), heads -> heads.forEach(this::headSeen));
      store.accessEpochs(open.keySet(), epochs -> epochs.forEach(this::accessChanged));
    }
  }

  public void committed(DocumentId document, List<Operation> operations) {
    tell(document, new RoomMessage.Committed(operations));
  }

  public void headSeen(DocumentId document, long head) {
    tell(document, new RoomMessage.HeadSeen(head));
  }

  public void settled(ClusterMessage.Settled outcome) {
    tell(outcome.document(), new RoomMessage.Settled(outcome));
  }

  public void presenceElsewhere(DocumentId document, List<PresenceChange> changes) {
    tell(document, new RoomMessage.PresenceElsewhere(changes));
  }

  public void saidElsewhere(DocumentId document, Payload word) {
    tell(document, new RoomMessage.WordElsewhere(word));
  }

  public void accessChanged(DocumentId document, long accessEpoch) {
    tell(document, new RoomMessage.AccessChanged(accessEpoch));
  }

  /** The documents that have a room, with the last delivered revision. */
  public Map<DocumentId, Long> openDocuments() {
    Map<DocumentId, Long> open = new HashMap<>();
    rooms.forEach(
        (id, room) -> {
          long delivered = room.delivered();
          if (delivered >= 0) {
            open.put(id, delivered);
          }
        });
    return open;
  }

  /** What the rooms held at the last tick; for the gauges. */
  public RoomLoad load() {
    return load;
  }

  /** How many messages wait for rooms to take their turns; for the gauge. */
  public long messages() {
    return rooms.values().stream().mapToLong(Room::waiting).sum();
  }

  /** Whether sessions here have a document open, not whether they only wait for that. */
  public boolean has(DocumentId document) {
    Room room = rooms.get(document);
    return room != null && room.delivered() >= 0;
  }

  /** How many rooms there are; for the gauge. */
  public int size() {
    return rooms.size();
  }

  private void tell(DocumentId document, RoomMessage message) {
    Room room = rooms.get(document);
    if (room != null) {
      room.tell(message);
    }
  }

  @Override
  public RoomSettings settings() {
    return parts.settings();
  }

  /** What sessions' submissions that are not settled take, of all documents here. */
  public ByteBudget unsettledBytes() {
    return unsettledBytes;
  }

  @Override
  public UUID generation() {
    return parts.generation();
  }

  @Override
  public void load(Room room) {
    store.load(room);
  }

  @Override
  public void told(Room room) {
    parts.open().told(room.id(), Holder.ROOM);
  }

  @Override
  public boolean isStoreAway() {
    return parts.storeAway().getAsBoolean();
  }

  @Override
  public void repair(Room room, long delivered) {
    store.repair(room, delivered);
  }

  @Override
  public void rebase(Room room, DocumentType type, Snapshot base, List<Operation> operations) {
    store.rebase(room, type, () -> new RoomStore.Basis(base, operations));
  }

  @Override
  public void rebaseFromStore(Room room, DocumentRecord record, DocumentType type, long revision) {
    store.rebase(
        room,
        type,
        () -> {
          LoadedDocument loaded = parts.loader().load(record, revision);
          return new RoomStore.Basis(loaded.snapshot().snapshot(), loaded.tail());
        });
  }

  @Override
  public void sync(Room room, SyncWork work) {
    store.sync(room, work);
  }

  @Override
  public void readGrants(Room room) {
    store.readGrants(room);
  }

  @Override
  public void submit(DocumentId document, Submission submission, long accessEpoch) {
    lanes.submit(document, submission, accessEpoch);
  }

  @Override
  public void sharePresence(DocumentId document, List<PresenceChange> changes) {
    feed.presence(document, changes);
  }

  @Override
  public void shareWord(DocumentId document, Payload word) {
    feed.say(document, word);
  }

  @Override
  public void opened(Room room) {
    feed.refreshInterest();
  }

  @Override
  public boolean closing(Room room) {
    boolean[] removed = new boolean[1];
    rooms.computeIfPresent(
        room.id(),
        (id, present) -> {
          removed[0] = present == room && room.waiting() <= 1;
          return removed[0] ? null : present;
        });
    return removed[0];
  }

  @Override
  public void readdress(DocumentId document, RoomMessage message) {
    if (message instanceof RoomMessage.Join join) {
      join.who().subscriber().closed(ErrorCode.RESYNC, "the document was just being closed");
    } else if (message instanceof RoomMessage.Ask asked) {
      asked.question().accept(new Attendance(nowMillis()), -1);
    }
  }

  /** Has somebody told of each client whose state had parted, with the document's type. */
  public void onDivergence(Consumer<String> hears) {
    divergences = hears;
  }

  @Override
  public void diverged(String type) {
    divergences.accept(type);
  }

  @Override
  public long newClientId() {
    return parts.clientIds().getAsLong();
  }

  @Override
  public void later(Duration delay, Runnable action) {
    parts.timer().after(delay, action);
  }

  @Override
  public long nowMillis() {
    return parts.timer().millis();
  }
}
