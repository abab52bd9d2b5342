package coedit.bench.load;

import coedit.bench.load.wire.CommittedOperation;
import java.util.HashMap;
import java.util.Map;

/**
 * When the operations of one document were typed, by revision.
 *
 * <p>The first connection that is given a revision looks its author up; for the hundreds that
 * follow, the time is an array read.
 */
final class DocumentClock {

  private final String document;
  private final long[] revisions;
  private final long[] typedAt;
  private final Map<String, Editor> editors = new HashMap<>();

  /**
   * @param capacity how many revisions a slow session may lag behind before times are unknown; a
   *     power of two
   */
  DocumentClock(String document, int capacity) {
    this.document = document;
    this.revisions = new long[capacity];
    this.typedAt = new long[capacity];
  }

  String document() {
    return document;
  }

  void register(String client, Editor editor) {
    editors.put(client, editor);
  }

  /** When the operation was typed, in nanoseconds, or 0 when no editor here made it. */
  long typedAt(CommittedOperation operation) {
    int slot = (int) operation.revision() & (revisions.length - 1);
    if (revisions[slot] != operation.revision()) {
      Editor author = editors.get(operation.client());
      typedAt[slot] = author == null ? 0 : author.typedAt(operation.sequence());
      revisions[slot] = operation.revision();
    }
    return typedAt[slot];
  }
}
