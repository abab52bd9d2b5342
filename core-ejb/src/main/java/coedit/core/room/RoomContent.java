package coedit.core.room;

import coedit.core.access.AccessGuard;
import coedit.core.lane.LoadedDocument;
import coedit.core.sequence.ClientHighs;
import coedit.core.sequence.Tail;
import coedit.core.service.Participant;
import coedit.model.Access;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.Snapshot;
import coedit.persistence.DocumentRecord;
import coedit.spi.DocumentType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a room has of its document: a snapshot, the committed operations after it, and who sent them
 * last. Takes operations in any order and gives them out in revision order, each once (INV-7).
 */
final class RoomContent {

  private final DocumentRecord record;
  private final DocumentType type;
  private final RoomSettings settings;
  private final Tail tail;
  private final TreeMap<Long, Operation> early = new TreeMap<>();
  private long earlyBytes;
  private Snapshot base;
  private ClientHighs highs;
  private List<Grant> grants;
  private long accessEpoch;

  RoomContent(LoadedDocument loaded, DocumentType type, List<Grant> grants, RoomSettings settings) {
    this.record = loaded.record();
    this.type = type;
    this.settings = settings;
    this.grants = List.copyOf(grants);
    this.accessEpoch = loaded.record().accessEpoch();
    Snapshot stored = loaded.snapshot().snapshot();
    this.base = stored;
    this.highs = ClientHighs.of(loaded.snapshot().clientHighs());
    this.tail = new Tail(stored.revision(), settings.tailOperations(), settings.tailBytes());
    loaded.tail().forEach(this::append);
  }

  DocumentRecord record() {
    return record;
  }

  DocumentType type() {
    return type;
  }

  /** Whether submissions are rebased; otherwise they are merged, and may come twice. */
  boolean needsTail() {
    return type.strategy().needsTail();
  }

  /** The last revision given to the sessions. */
  long delivered() {
    return tail.end();
  }

  ClientHighs highs() {
    return highs;
  }

  Access access(Participant participant) {
    return AccessGuard.access(participant, grants);
  }

  long accessEpoch() {
    return accessEpoch;
  }

  void granted(long epoch, List<Grant> changed) {
    accessEpoch = Math.max(accessEpoch, epoch);
    grants = List.copyOf(changed);
  }

  Snapshot base() {
    return base;
  }

  long contentBytes() {
    return base.content().size();
  }

  /** Whether a joining session can be given the base and what follows, and not too much of it. */
  boolean baseIsFresh() {
    return tail.reaches(base.revision()) && delivered() - base.revision() <= settings.joinTail();
  }

  /** What is kept for sessions that resume; to look at, not to change. */
  Tail tail() {
    return tail;
  }

  boolean reaches(long revision) {
    return tail.reaches(revision);
  }

  List<Operation> after(long revision) {
    return tail.after(revision);
  }

  /** A fresher snapshot takes the base's place. */
  void rebased(Snapshot fresher) {
    if (fresher.revision() > base.revision()) {
      base = fresher;
    }
  }

  /**
   * Takes committed operations in.
   *
   * @return those that are next, in order; empty while one before them is missing
   */
  List<Operation> take(List<Operation> operations) {
    List<Operation> next = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      if (operation.revision() == delivered() + 1) {
        append(operation);
        next.add(operation);
      } else if (operation.revision() > delivered()) {
        keepEarly(operation);
      }
    }
    while (!early.isEmpty() && early.firstKey() <= delivered() + 1) {
      Operation operation = early.pollFirstEntry().getValue();
      earlyBytes -= Tail.cost(operation);
      if (operation.revision() == delivered() + 1) {
        append(operation);
        next.add(operation);
      }
    }
    return next;
  }

  /** One at least, however large: so that the gap is known. What is not kept is read again. */
  private void keepEarly(Operation operation) {
    boolean fits =
        early.size() < settings.maxEarly()
            && earlyBytes + Tail.cost(operation) <= settings.tailBytes();
    if ((fits || early.isEmpty()) && early.putIfAbsent(operation.revision(), operation) == null) {
      earlyBytes += Tail.cost(operation);
    }
  }

  /** How many operations have come before their turn. */
  int early() {
    return early.size();
  }

  /** About what these take. */
  long earlyBytes() {
    return earlyBytes;
  }

  /** Whether an operation has come whose predecessor has not. */
  boolean hasGap() {
    return !early.isEmpty();
  }

  private void append(Operation operation) {
    tail.add(operation);
    highs = highs.with(operation);
  }
}
