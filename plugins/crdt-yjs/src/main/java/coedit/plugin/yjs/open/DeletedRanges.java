package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteWriter;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What a transaction deleted, sorted and joined: the delete set of its update. */
final class DeletedRanges {

  /** Client, highest first, to ranges (clock to end). */
  private final Map<Long, TreeMap<Integer, Integer>> ranges =
      new TreeMap<>(Comparator.reverseOrder());

  private DeletedRanges() {}

  /** What was deleted since the store's last transaction ended. */
  static DeletedRanges of(StructStore store) {
    DeletedRanges deleted = new DeletedRanges();
    IntList handles = store.deleted();
    for (int i = 0; i < handles.size(); i++) {
      int handle = handles.get(i);
      int clock = store.clockOf(handle);
      deleted
          .ranges
          .computeIfAbsent(store.logOf(handle).client, client -> new TreeMap<>())
          .put(clock, clock + store.items.length(handle));
    }
    return deleted;
  }

  void write(ByteWriter out) {
    out.writeVarUint(ranges.size());
    ranges.forEach(
        (client, unjoined) -> {
          Map<Integer, Integer> deleted = joined(unjoined);
          out.writeVarUint(client);
          out.writeVarUint(deleted.size());
          deleted.forEach(
              (from, end) -> {
                out.writeVarUint(from);
                out.writeVarUint(end - from);
              });
        });
  }

  private static Map<Integer, Integer> joined(Map<Integer, Integer> deleted) {
    TreeMap<Integer, Integer> joined = new TreeMap<>();
    deleted.forEach(
        (from, end) -> {
          Map.Entry<Integer, Integer> before = joined.lastEntry();
          boolean touches = before != null && before.getValue().equals(from);
          joined.put(touches ? before.getKey() : from, end);
        });
    return joined;
  }
}
