package coedit.core.lane;

import coedit.model.DocumentId;
import java.util.HashMap;
import java.util.Map;

/**
 * One lineage per lease: what this member has installed under the leases it holds. Under one lease
 * a document may be installed a second time only if it left memory fully committed and the log's
 * head is still there. Anything else is a sign that the map or the database moved without us, and
 * costs the lease. Safe for several threads.
 */
final class Lineage {

  /** In memory now: not to be installed again under this lease. */
  private static final long LIVE = -1;

  /** So many idle documents are remembered per shard; beyond, a lease is taken anew. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<Integer, Memory> shards = new HashMap<>();

  /** Whether a document may be installed, and if so notes that it is. */
  synchronized boolean install(int shard, long epoch, DocumentId document, long logHead) {
    Memory memory = shards.get(shard);
    if (memory != null && memory.epoch() > epoch) {
      return false;
    }
    if (memory == null || memory.epoch() < epoch) {
      memory = new Memory(epoch, new HashMap<>());
      shards.put(shard, memory);
    }
    Long left = memory.heads().get(document);
    boolean room = memory.heads().size() < MAX_REMEMBERED;
    if (left == null ? !room : left != logHead) {
      return false;
    }
    memory.heads().put(document, LIVE);
    return true;
  }

  /** Notes that a document left memory, fully committed at {@code head}. */
  synchronized void passivated(int shard, long epoch, DocumentId document, long head) {
    Memory memory = shards.get(shard);
    if (memory != null && memory.epoch() == epoch) {
      memory.heads().put(document, head);
    }
  }

  /** How many documents are remembered; for the gauge. */
  synchronized int size() {
    return shards.values().stream().mapToInt(memory -> memory.heads().size()).sum();
  }

  private record Memory(long epoch, Map<DocumentId, Long> heads) {}
}
