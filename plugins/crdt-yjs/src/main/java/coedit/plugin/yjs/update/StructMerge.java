package coedit.plugin.yjs.update;

import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Writes the structs of several updates as one sequence: clients descending, clocks ascending, each
 * clock once. Where structs overlap the one that starts first is kept and the other cut, and of two
 * that start together that of the earlier update, as Yjs does.
 */
final class StructMerge {

  /** What is to be left out or written as deleted; flat normalised ranges. */
  interface Lens {

    /** Nothing left out, nothing deleted. */
    Lens CLEAR = new Lens() {};

    /** The client's clocks that are not written. */
    default int[] hidden(long client) {
      return Ranges.NONE;
    }

    /** The client's clocks whose content is not written. */
    default int[] deleted(long client) {
      return Ranges.NONE;
    }
  }

  private final Struct struct = new Struct();
  private final PriorityQueue<BlockCursor> open = new PriorityQueue<>();
  private final Lens lens;
  private final RunWriter out;

  /** The first clock of the present client that is not dealt with. */
  private int next;

  private int[] hidden = Ranges.NONE;
  private int[] deleted = Ranges.NONE;
  private int hiddenAt;
  private int deletedAt;

  private StructMerge(Lens lens, RunWriter out) {
    this.lens = lens;
    this.out = out;
  }

  /** Writes what the cursors have; puts them in order. */
  static void write(List<BlockCursor> cursors, Lens lens, RunWriter out) {
    Collections.sort(cursors);
    StructMerge merge = new StructMerge(lens, out);
    int from = 0;
    for (int i = 1; i <= cursors.size(); i++) {
      if (i == cursors.size() || cursors.get(i).client != cursors.get(from).client) {
        merge.client(cursors, from, i);
        from = i;
      }
    }
  }

  /** Cursors join the queue only when others overlap them: mostly there is one at a time. */
  private void client(List<BlockCursor> cursors, int from, int to) {
    long client = cursors.get(from).client;
    hidden = lens.hidden(client);
    deleted = lens.deleted(client);
    hiddenAt = 0;
    deletedAt = 0;
    next = 0;
    int waiting = from;
    while (waiting < to || !open.isEmpty()) {
      BlockCursor first = open.peek();
      int limit = waiting < to ? cursors.get(waiting).clock : Integer.MAX_VALUE;
      if (first == null) {
        first = cursors.get(waiting++);
        limit = waiting < to ? cursors.get(waiting).clock : Integer.MAX_VALUE;
      } else if (waiting < to && limit <= first.clock) {
        open.add(cursors.get(waiting++));
        continue;
      } else {
        open.poll();
      }
      BlockCursor second = open.peek();
      advance(first, second == null ? limit : Math.min(limit, second.clock));
    }
  }

  /** Writes what {@code cursor} has before {@code limit}, at least one struct. */
  private void advance(BlockCursor cursor, int limit) {
    do {
      cursor.next(struct);
      if (struct.kind != Struct.SKIP && struct.end() > next) {
        visible(cursor.source(), Math.max(struct.clock, next));
        next = struct.end();
      }
    } while (cursor.hasNext() && cursor.clock < limit);
    if (cursor.hasNext()) {
      open.add(cursor);
    }
  }

  /** Writes the struct from clock {@code from} on, without what is hidden. */
  private void visible(byte[] source, int from) {
    int start = from;
    while (hiddenAt < hidden.length && hidden[hiddenAt] < struct.end()) {
      pieces(source, start, hidden[hiddenAt]);
      start = Math.max(start, hidden[hiddenAt + 1]);
      if (hidden[hiddenAt + 1] > struct.end()) {
        break;
      }
      hiddenAt += 2;
    }
    pieces(source, start, struct.end());
  }

  /** Writes clocks of the struct, cut where deleted and living ones meet. */
  private void pieces(byte[] source, int from, int to) {
    int start = from;
    while (start < to) {
      while (deletedAt < deleted.length && deleted[deletedAt + 1] <= start) {
        deletedAt += 2;
      }
      boolean isDeleted = deletedAt < deleted.length && deleted[deletedAt] <= start;
      int border =
          deletedAt == deleted.length
              ? to
              : isDeleted ? deleted[deletedAt + 1] : deleted[deletedAt];
      int end = Math.min(border, to);
      out.write(struct, source, start - struct.clock, end - struct.clock, isDeleted);
      start = end;
    }
  }
}
