package coedit.core.sequence;

import coedit.model.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * The last operations of a document, contiguous, bounded by bytes and number. Not safe for several
 * threads: it belongs to one lane or room.
 */
public final class Tail {

  /** What an operation costs in memory beside its payload, about. */
  private static final int OVERHEAD_BYTES = 160;

  private final int maxOperations;
  private final long maxBytes;
  private List<Operation> operations = new ArrayList<>();
  private int first;
  private long bytes;
  private long end;

  /**
   * @param start the revision before the first operation to come
   */
  public Tail(long start, int maxOperations, long maxBytes) {
    this.end = start;
    this.maxOperations = maxOperations;
    this.maxBytes = maxBytes;
  }

  /** The last revision; what comes next is this plus one. */
  public long end() {
    return end;
  }

  /** The revision before the oldest operation held. */
  public long start() {
    return end - size();
  }

  /** How many operations are held. */
  public int size() {
    return operations.size() - first;
  }

  public long bytes() {
    return bytes;
  }

  /**
   * Takes the next operation in; older ones may go.
   *
   * @throws IllegalArgumentException when the operation is not the next one
   */
  public void add(Operation operation) {
    if (operation.revision() != end + 1) {
      throw new IllegalArgumentException(operation.revision() + " does not follow " + end);
    }
    operations.add(operation);
    end++;
    bytes += cost(operation);
    while (operations.size() - first > maxOperations
        || (bytes > maxBytes && operations.size() - first > 1)) {
      bytes -= cost(operations.get(first));
      first++;
    }
    if (first > 64 && first > operations.size() / 2) {
      operations = new ArrayList<>(operations.subList(first, operations.size()));
      first = 0;
    }
  }

  /** Whether the operations after {@code revision} are all held. */
  public boolean reaches(long revision) {
    return revision >= start();
  }

  /** The operations after {@code revision}, which must be reached; a copy. */
  public List<Operation> after(long revision) {
    if (!reaches(revision)) {
      throw new IllegalArgumentException("tail starts after " + start() + ", not " + revision);
    }
    int from = first + (int) Math.min(revision - start(), (long) operations.size() - first);
    return List.copyOf(operations.subList(from, operations.size()));
  }

  /**
   * This tail with the operations before it, which all stay held for now.
   *
   * @throws IllegalArgumentException when they do not lead up to {@link #start}
   */
  public Tail precededBy(List<Operation> older) {
    long olderBytes = older.stream().mapToLong(Tail::cost).sum();
    int held = operations.size() - first;
    Tail longer =
        new Tail(
            start() - older.size(),
            Math.max(maxOperations, held) + older.size(),
            Math.max(maxBytes, bytes) + olderBytes);
    older.forEach(longer::add);
    after(start()).forEach(longer::add);
    return longer;
  }

  /** About what one takes in memory. */
  public static long cost(Operation operation) {
    return (long) operation.payload().size() + OVERHEAD_BYTES;
  }
}
