package coedit.plugin.yjs.update;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds which structs are in line: those whose client has no gap before them and whose references
 * to other clients are in line themselves. Only these count in a state vector; the rest waits.
 *
 * <p>Each client's structs are walked in turn until one refers to a clock that is not in line; it
 * is woken when that clock is. So each reference is looked at no more than twice, whatever order
 * the structs have.
 */
final class CausalOrder {

  /** One client's structs and how far they are in line. */
  private static final class Line {
    final BlockCursor cursor;
    int clock;

    /** The struct that stopped it, read once; meaningful while {@link #stopped}. */
    final Struct head = new Struct();

    boolean stopped;

    /** What other lines wait for on this one, the lowest clock first; absent when nothing was. */
    @Nullable PriorityQueue<Waiter> waiters;

    Line(BlockCursor cursor, int clock) {
      this.cursor = cursor;
      this.clock = clock;
    }

    PriorityQueue<Waiter> waiters() {
      PriorityQueue<Waiter> queue = waiters;
      if (queue == null) {
        queue = new PriorityQueue<>(4, Comparator.comparingInt(Waiter::clock));
        waiters = queue;
      }
      return queue;
    }
  }

  private record Waiter(Line line, int clock) {}

  private final Map<Long, Line> lines = new HashMap<>();
  private final Deque<Line> ready = new ArrayDeque<>();
  private final Known known;
  private final Awaited awaited = new Awaited();
  private boolean complete = true;

  /** The line that was looked up last; references come in long rows to one client. */
  private @Nullable Line last;

  private CausalOrder(Known known) {
    this.known = known;
  }

  /** Orders structs of which there is one block per client, on top of {@code known}. */
  static CausalOrder of(List<BlockCursor> cursors, Known known) {
    CausalOrder order = new CausalOrder(known);
    for (BlockCursor cursor : cursors) {
      order.lines.put(cursor.client, new Line(cursor, known.clock(cursor.client)));
    }
    order.ready.addAll(order.lines.values());
    while (!order.ready.isEmpty()) {
      order.walk(order.ready.poll());
    }
    order.lines.values().forEach(order::explain);
    return order;
  }

  /** Whether all of the structs are in line. */
  boolean isComplete() {
    return complete;
  }

  /** The next clock in line of a client after these structs. */
  int clock(long client) {
    Line line = line(client);
    return line == null ? known.clock(client) : line.clock;
  }

  /** What has to come before anything more gets in line. */
  Awaited awaited() {
    return awaited;
  }

  private @Nullable Line line(long client) {
    Line recent = last;
    if (recent != null && recent.cursor.client == client) {
      return recent;
    }
    Line found = lines.get(client);
    if (found != null) {
      last = found;
    }
    return found;
  }

  private void walk(Line line) {
    Struct struct = line.head;
    while (line.stopped || line.cursor.hasNext()) {
      if (!line.stopped) {
        line.cursor.next(struct);
      }
      line.stopped = struct.end() > line.clock && isHeldUp(line);
      if (line.stopped) {
        break;
      }
      line.clock = Math.max(line.clock, struct.end());
    }
    PriorityQueue<Waiter> waiters = line.waiters;
    while (waiters != null && !waiters.isEmpty() && waiters.peek().clock() < line.clock) {
      ready.add(waiters.poll().line());
    }
  }

  private boolean isHeldUp(Line line) {
    Struct struct = line.head;
    return struct.kind == Struct.SKIP || struct.clock > line.clock || waits(line, struct);
  }

  /** Whether the struct refers to a clock that is not in line; registers for it when it may be. */
  private boolean waits(Line line, Struct struct) {
    return (struct.hasOrigin && waits(line, struct.originClient, struct.originClock))
        || (struct.hasRightOrigin && waits(line, struct.rightClient, struct.rightClock))
        || (struct.hasParent
            && !struct.parentIsRoot
            && waits(line, struct.parentClient, struct.parentClock));
  }

  private boolean waits(Line line, long client, int clock) {
    if (client == line.cursor.client || clock < clock(client)) {
      return false;
    }
    Line other = line(client);
    if (other != null) {
      other.waiters().add(new Waiter(line, clock));
    } else {
      awaited.add(client, clock);
    }
    return true;
  }

  /** Notes what stopped a line: a gap before its next struct, or another line that stopped. */
  private void explain(Line line) {
    if (line.stopped) {
      complete = false;
      if (line.head.clock > line.clock) {
        awaited.add(line.cursor.client, line.head.clock - 1);
      } else if (line.head.kind == Struct.SKIP) {
        awaited.add(line.cursor.client, line.clock);
      }
    }
    line.waiters().forEach(waiter -> awaited.add(line.cursor.client, waiter.clock()));
  }
}
