package coedit.plugin.yjs.open;

import coedit.plugin.yjs.update.Struct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Integrates the structs of an update client by client, highest id first, and what they refer to
 * before them. What refers to something that is not there is left over.
 */
final class Integration {

  private final Clients clients;
  private final Integrator integrator;
  private final Struct struct;
  private final Pending pending;
  private final Map<Long, StructQueue> queues = new HashMap<>();
  private final Deque<StructQueue> waiting = new ArrayDeque<>();

  Integration(Clients clients, Integrator integrator, Struct struct, Pending pending) {
    this.clients = clients;
    this.integrator = integrator;
    this.struct = struct;
    this.pending = pending;
  }

  /** Integrates what can be, and gives the rest to the pending ones. */
  void run(List<StructRun> runs) {
    waiting.clear();
    queues.clear();
    List<StructQueue> order = new ArrayList<>(1);
    if (runs.size() == 1) {
      order.add(new StructQueue(clients.findOrAdd(runs.get(0).client)));
      order.get(0).add(runs.get(0));
    } else {
      for (StructRun run : runs) {
        queues
            .computeIfAbsent(run.client, client -> new StructQueue(clients.findOrAdd(client)))
            .add(run);
      }
      order.addAll(queues.values());
      order.sort((a, b) -> Long.compare(b.log.client, a.log.client));
      order.forEach(StructQueue::sort);
    }
    for (StructQueue queue : order) {
      work(queue);
    }
    for (StructQueue queue : order) {
      leave(queue);
    }
  }

  private void leave(StructQueue queue) {
    for (StructRun run : queue.rest()) {
      if (queue.log.state() < run.endClock) {
        pending.add(run);
      }
    }
  }

  private void work(StructQueue first) {
    start(first, Integer.MAX_VALUE);
    while (!waiting.isEmpty()) {
      StructQueue queue = waiting.peek();
      StructRun run = queue.head();
      int state = queue.log.state();
      if (run == null || state >= queue.wanted) {
        waiting.pop().isActive = false;
      } else if (run.clock() > state) {
        giveUp(queue.log.client, state);
      } else {
        drain(queue, run);
      }
    }
  }

  private void start(StructQueue queue, int wanted) {
    queue.isActive = true;
    queue.wanted = wanted;
    waiting.push(queue);
  }

  /** Integrates a run as far as it goes without waiting. */
  private void drain(StructQueue queue, StructRun run) {
    ClientLog log = queue.log;
    while (!run.isDone() && log.state() < queue.wanted) {
      run.peek(struct);
      int known = log.state() - struct.clock;
      if (known < struct.length) {
        if (struct.isItem() && isWaiting(log)) {
          return;
        }
        integrator.integrate(struct, log, run.source(), known);
      }
      run.pass(struct);
    }
  }

  /** Whether the struct has to wait; what it waits for is then begun, or given up. */
  private boolean isWaiting(ClientLog log) {
    integrator.originLog = log;
    integrator.rightLog = log;
    integrator.parentLog = log;
    if (struct.hasOrigin && struct.originClient != log.client) {
      ClientLog origin = clients.find(struct.originClient);
      if (isMissing(origin, struct.originClient, struct.originClock)) {
        return true;
      }
      integrator.originLog = origin;
    }
    if (struct.hasRightOrigin && struct.rightClient != log.client) {
      ClientLog right = clients.find(struct.rightClient);
      if (isMissing(right, struct.rightClient, struct.rightClock)) {
        return true;
      }
      integrator.rightLog = right;
    }
    if (struct.hasParent && !struct.parentIsRoot && struct.parentClient != log.client) {
      ClientLog parent = clients.find(struct.parentClient);
      if (isMissing(parent, struct.parentClient, struct.parentClock)) {
        return true;
      }
      integrator.parentLog = parent;
    }
    return false;
  }

  private boolean isMissing(@Nullable ClientLog log, long client, int clock) {
    if (log != null && clock < log.state()) {
      return false;
    }
    StructQueue queue = queues.get(client);
    if (queue == null || queue.isActive || queue.head() == null) {
      giveUp(client, clock);
    } else {
      start(queue, clock + 1);
    }
    return true;
  }

  /** All that wait, wait for something that is not there. */
  private void giveUp(long client, int clock) {
    pending.waitFor(client, clock);
    for (StructQueue queue : waiting) {
      queue.setStuck();
    }
  }
}
