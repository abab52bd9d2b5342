package coedit.core.room;

import coedit.core.service.ByteBudget;
import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.spi.DocumentType;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** Notes what a room asks for; the test answers. Turns run when the test says so. */
final class FakeRoomHost implements RoomHost {

  static final UUID GENERATION = new UUID(7, 7);

  final Deque<Runnable> turns = new ArrayDeque<>();
  final List<String> asked = new ArrayList<>();
  final List<Submission> submitted = new ArrayList<>();
  final Deque<SyncWork> syncs = new ArrayDeque<>();
  final List<Runnable> timers = new ArrayList<>();
  ByteBudget unsettledBytes = new ByteBudget(1 << 20);
  private final RoomSettings settings;
  private long clients = 100;
  long now = 1_000;
  boolean storeAway;

  FakeRoomHost(RoomSettings settings) {
    this.settings = settings;
  }

  void run() {
    for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.run();
    }
  }

  /** Runs everything that waits for time to pass, once. */
  void runTimers() {
    List<Runnable> due = List.copyOf(timers);
    timers.clear();
    due.forEach(Runnable::run);
    run();
  }

  @Override
  public RoomSettings settings() {
    return settings;
  }

  @Override
  public UUID generation() {
    return GENERATION;
  }

  @Override
  public void load(Room room) {
    asked.add("load");
  }

  @Override
  public void told(Room room) {}

  @Override
  public boolean isStoreAway() {
    return storeAway;
  }

  @Override
  public void repair(Room room, long delivered) {
    asked.add("repair after " + delivered);
  }

  @Override
  public void rebase(Room room, DocumentType type, Snapshot base, List<Operation> operations) {
    asked.add("rebase " + base.revision() + " by " + operations.size());
  }

  @Override
  public void rebaseFromStore(Room room, DocumentRecord record, DocumentType type, long revision) {
    asked.add("rebase from store to " + revision);
  }

  @Override
  public void sync(Room room, SyncWork work) {
    asked.add("sync " + work.versions().size() + " at " + work.revision());
    syncs.add(work);
  }

  @Override
  public void readGrants(Room room) {
    asked.add("grants");
  }

  @Override
  public void submit(DocumentId document, Submission submission, long accessEpoch) {
    submitted.add(submission);
  }

  @Override
  public void sharePresence(DocumentId document, List<PresenceChange> changes) {}

  @Override
  public void shareWord(DocumentId document, Payload word) {
    asked.add("share word " + word.utf8());
  }

  @Override
  public void opened(Room room) {}

  @Override
  public boolean closing(Room room) {
    asked.add("closing");
    return true;
  }

  @Override
  public void readdress(DocumentId document, RoomMessage message) {
    asked.add("readdress");
  }

  @Override
  public void diverged(String type) {
    asked.add("diverged " + type);
  }

  @Override
  public long newClientId() {
    return ++clients;
  }

  @Override
  public void later(Duration delay, Runnable action) {
    timers.add(action);
  }

  @Override
  public long nowMillis() {
    return now;
  }
}
