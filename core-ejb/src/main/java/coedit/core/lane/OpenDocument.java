package coedit.core.lane;

import coedit.core.sequence.ClientHighs;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.Tail;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import java.util.List;

/**
 * A document in its owner's memory: the lane's memory of what it installed under one lease, at its
 * head and at what is committed. Touched by its lane only.
 */
final class OpenDocument {

  private static final int TAIL_OPERATIONS = 2_000;
  private static final long TAIL_BYTES = 1L << 20;

  private final DocumentId id;
  private final int shard;
  private final DocumentType type;
  private final long epoch;

  private Tail tail;
  private DocumentState headState;
  private ClientHighs headHighs;
  private long persisted;
  private DocumentState persistedState;
  private ClientHighs persistedHighs;
  private long entryPersisted;
  private long accessEpoch;
  private long pendingBytes;
  private long snapshotRevision;
  private long bytesSinceSnapshot;
  private long snapshotBytes;
  private long lastHlc;

  /**
   * @param content what the store holds
   * @param epoch the lease under which it is installed
   * @param settings how much may be pending: the tail holds that and more
   * @param replaying for the calls of the type
   */
  OpenDocument(
      LoadedDocument content,
      DocumentType type,
      long epoch,
      LaneSettings settings,
      Replaying replaying) {
    this.id = content.record().id();
    this.shard = content.record().shard();
    this.type = type;
    this.epoch = epoch;
    this.accessEpoch = content.record().accessEpoch();
    this.tail =
        new Tail(
            content.snapshot().snapshot().revision(),
            TAIL_OPERATIONS + settings.maxPendingOperations(),
            TAIL_BYTES + settings.maxPendingBytes());
    this.headState = replaying.open(type, content.snapshot().snapshot());
    this.headHighs = ClientHighs.of(content.snapshot().clientHighs());
    this.snapshotRevision = content.snapshot().snapshot().revision();
    this.snapshotBytes = content.snapshot().snapshot().content().size();
    for (Operation operation : content.tail()) {
      headState = replaying.apply(headState, operation);
      headHighs = headHighs.with(operation);
      lastHlc = Math.max(lastHlc, operation.provenance().hlc());
      bytesSinceSnapshot += operation.payload().size();
      tail.add(operation);
    }
    this.persisted = tail.end();
    this.entryPersisted = persisted;
    this.persistedState = headState;
    this.persistedHighs = headHighs;
  }

  /** About what a document will take once it is open. */
  static long bytesOf(LoadedDocument content, LaneSettings settings) {
    long inState = content.tail().stream().mapToLong(operation -> operation.payload().size()).sum();
    return inState + content.bytes(TAIL_BYTES + settings.maxPendingBytes());
  }

  DocumentId id() {
    return id;
  }

  int shard() {
    return shard;
  }

  DocumentType type() {
    return type;
  }

  long epoch() {
    return epoch;
  }

  long head() {
    return tail.end();
  }

  long persisted() {
    return persisted;
  }

  DocumentState headState() {
    return headState;
  }

  ClientHighs headHighs() {
    return headHighs;
  }

  DocumentState persistedState() {
    return persistedState;
  }

  ClientHighs persistedHighs() {
    return persistedHighs;
  }

  long lastHlc() {
    return lastHlc;
  }

  long accessEpoch() {
    return accessEpoch;
  }

  /** Stamps never fall, also when the clock was set back since the last operation. */
  void stampsAfter(long hlc) {
    lastHlc = Math.max(lastHlc, hlc);
  }

  void accessEpoch(long changed) {
    accessEpoch = Math.max(accessEpoch, changed);
  }

  int pendingOperations() {
    return (int) (head() - persisted);
  }

  long pendingBytes() {
    return pendingBytes;
  }

  /** The entry as this lane remembers it. */
  SequencingEntry remembered() {
    return new SequencingEntry(epoch, head(), entryPersisted, accessEpoch);
  }

  SequencingEntry.Append request(int count) {
    return new SequencingEntry.Append(epoch, head(), entryPersisted, persisted, accessEpoch, count);
  }

  long tailBytes() {
    return tail.bytes();
  }

  boolean tailReaches(long base) {
    return tail.reaches(base);
  }

  List<Operation> tailAfter(long base) {
    return tail.after(base);
  }

  boolean holdsUncommitted(OperationName name) {
    long from = Math.max(persisted, tail.start());
    return tail.after(from).stream().anyMatch(operation -> operation.name().equals(name));
  }

  long tailStart() {
    return tail.start();
  }

  /**
   * Puts older operations before the tail, for submissions on an old base.
   *
   * @return false when they do not reach up to the tail
   */
  boolean extendTail(long from, List<Operation> older) {
    if (older.isEmpty() || from + older.size() - 1 != tail.start()) {
      return false;
    }
    tail = tail.precededBy(older);
    return true;
  }

  /** The map has assigned the batch's revisions. */
  void assigned(LaneBatch batch) {
    batch.operations().forEach(tail::add);
    headState = batch.state();
    headHighs = batch.highs();
    entryPersisted = batch.reportedPersisted();
    pendingBytes += batch.bytes();
    lastHlc = batch.operations().get(batch.operations().size() - 1).provenance().hlc();
  }

  /** The batch is committed. */
  void persisted(LaneBatch batch) {
    persisted = batch.lastRevision();
    persistedState = batch.state();
    persistedHighs = batch.highs();
    pendingBytes -= batch.bytes();
    bytesSinceSnapshot += batch.bytes();
  }

  boolean wantsSnapshot(LaneSettings settings) {
    return persisted - snapshotRevision >= settings.snapshotOperations()
        || bytesSinceSnapshot >= settings.snapshotBytes();
  }

  /** Whether a snapshot would hold anything new. */
  boolean hasNewsForSnapshot() {
    return persisted > snapshotRevision;
  }

  /**
   * A snapshot was written, or could not be.
   *
   * @param bytes what its content has; 0 when nobody knows
   */
  void snapshotTaken(long revision, long bytes) {
    snapshotRevision = Math.max(snapshotRevision, revision);
    snapshotBytes = bytes == 0 ? stateBytes() : bytes;
    bytesSinceSnapshot = 0;
  }

  /** About what the state takes, without asking the type. */
  long stateBytes() {
    return snapshotBytes + bytesSinceSnapshot;
  }
}
