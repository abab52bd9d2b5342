package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.update.Updates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What arrived before something that it refers to: structs, in the bytes they came in, and
 * deletions. Both are tried again when one of the clocks that they wait for becomes known.
 */
final class Pending {

  private final Limits limits;
  private List<StructRun> runs = new ArrayList<>();
  private long bytes;

  /** Client to the lowest clock of it that something waits for. */
  private final Map<Long, Integer> missing = new HashMap<>();

  /** Client to ranges (clock to end) that neither touch nor overlap. */
  private final Map<Long, TreeMap<Integer, Integer>> deletes = new HashMap<>();

  private int ranges;

  Pending(Limits limits) {
    this.limits = limits;
  }

  boolean isEmpty() {
    return runs.isEmpty() && deletes.isEmpty();
  }

  void waitFor(long client, int clock) {
    missing.merge(client, clock, Math::min);
  }

  /** Keeps what is left of a run. */
  void add(StructRun run) {
    bytes += run.restBytes();
    if (bytes > limits.pendingBytes()) {
      bytes -= run.restBytes();
      throw new CapacityException("too many structs that wait for others");
    }
    runs.add(run.detach());
  }

  /** Whether something that structs wait for is known now. */
  boolean isDue(Clients clients) {
    for (Map.Entry<Long, Integer> wanted : missing.entrySet()) {
      if (wanted.getValue() < clients.state(wanted.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** The structs that wait, which are no longer kept here. */
  List<StructRun> take() {
    List<StructRun> taken = runs;
    runs = new ArrayList<>();
    missing.clear();
    bytes = 0;
    return taken;
  }

  /** An update that brings what {@code update} brings and all that waits. */
  byte[] mergedWith(byte[] update) {
    List<byte[]> updates = new ArrayList<>();
    updates.add(update);
    for (StructRun run : runs) {
      updates.add(run.toUpdate());
    }
    ByteWriter out = new ByteWriter();
    out.writeVarUint(0);
    out.writeVarUint(deletes.size());
    deletes.forEach(
        (client, known) -> {
          out.writeVarUint(client);
          out.writeVarUint(known.size());
          known.forEach(
              (from, end) -> {
                out.writeVarUint(from);
                out.writeVarUint(end - from);
              });
        });
    updates.add(out.toBytes());
    return Updates.merge(updates);
  }

  /** Keeps a deletion of clocks that are not known. */
  void addDelete(long client, int from, int end) {
    TreeMap<Integer, Integer> known = deletes.computeIfAbsent(client, key -> new TreeMap<>());
    int start = from;
    int stop = end;
    Map.Entry<Integer, Integer> before = known.floorEntry(stop);
    while (before != null && before.getValue() >= start) {
      start = Math.min(start, before.getKey());
      stop = Math.max(stop, before.getValue());
      known.remove(before.getKey());
      ranges--;
      before = known.floorEntry(stop);
    }
    if (++ranges > limits.pendingRanges()) {
      throw new CapacityException("too many deletions of what is not there");
    }
    known.put(start, stop);
  }

  boolean hasDeletes() {
    return !deletes.isEmpty();
  }

  /** The deletions that wait, by client. */
  Map<Long, ? extends Map<Integer, Integer>> deletes() {
    return deletes;
  }

  /** The deletions that wait for clocks of this client below {@code state}, as (clock, end). */
  List<int[]> takeDeletes(long client, int state) {
    TreeMap<Integer, Integer> known = deletes.get(client);
    List<int[]> taken = new ArrayList<>();
    while (known != null && !known.isEmpty() && known.firstKey() < state) {
      Map.Entry<Integer, Integer> first = known.pollFirstEntry();
      ranges--;
      int end = Math.min(first.getValue(), state);
      taken.add(new int[] {first.getKey(), end});
      if (end < first.getValue()) {
        known.put(end, first.getValue());
        ranges++;
      }
    }
    if (known != null && known.isEmpty()) {
      deletes.remove(client);
    }
    return taken;
  }
}
