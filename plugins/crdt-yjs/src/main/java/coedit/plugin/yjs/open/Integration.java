package coedit.plugin.yjs.open;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Integrates the structs of an update client by client, highest id first, and what they refer to
 * before them. What refers to something that is not there is left over.
 */
final class Integration {

  private final StructStore store;
  private final Integrator integrator;
  private final StructReader struct;
  private final Map<Long, StructQueue> queues = new HashMap<>();
  private final Deque<StructQueue> waiting = new ArrayDeque<>();
  private final Pending pending;

  Integration(StructStore store, Integrator integrator, StructReader struct, Pending pending) {
    this.store = store;
    this.integrator = integrator;
    this.struct = struct;
    this.pending = pending;
  }

  /** Integrates what can be, and gives the rest to the pending ones. */
  void run(List<StructRun> runs) {
    waiting.clear();
    queues.clear();
    if (runs.size() == 1) {
      StructQueue only = new StructQueue(runs.get(0).client);
      only.add(runs.get(0));
      work(only);
      leave(only);
      return;
    }
    for (StructRun run : runs) {
      queues.computeIfAbsent(run.client, StructQueue::new).add(run);
    }
    List<StructQueue> order = new ArrayList<>(queues.values());
    order.sort((a, b) -> Long.compare(b.client, a.client));
    order.forEach(StructQueue::sort);
    order.forEach(this::work);
    order.forEach(this::leave);
  }

  private void leave(StructQueue queue) {
    for (StructRun run : queue.rest()) {
      if (store.clients.state(run.client) < run.endClock) {
        pending.add(run);
      }
    }
  }

  private void work(StructQueue first) {
    start(first, Integer.MAX_VALUE);
    while (!waiting.isEmpty()) {
      StructQueue queue = waiting.peek();
      StructRun run = queue.head();
      int state = store.clients.state(queue.client);
      if (run == null || state >= queue.wanted) {
        waiting.pop().isActive = false;
      } else if (run.clock() > state) {
        giveUp(queue.client, state);
      } else {
        step(run, state);
      }
    }
  }

  private void start(StructQueue queue, int wanted) {
    queue.isActive = true;
    queue.wanted = wanted;
    waiting.push(queue);
  }

  private void step(StructRun run, int state) {
    run.peek(struct);
    int known = state - struct.clock;
    if (known < struct.length && !dependsOnOthers()) {
      integrator.integrate(struct, run.source(), known);
      run.pass(struct);
    } else if (known >= struct.length) {
      run.pass(struct);
    }
  }

  /** Whether the struct has to wait; what it waits for is then begun, or given up. */
  private boolean dependsOnOthers() {
    if (struct.kind == Items.GC) {
      return false;
    }
    return (struct.hasOrigin && isMissing(struct.originClient, struct.originClock))
        || (struct.hasRightOrigin && isMissing(struct.rightOriginClient, struct.rightOriginClock))
        || (struct.hasParent
            && struct.rootName == null
            && isMissing(struct.parentClient, struct.parentClock));
  }

  private boolean isMissing(long client, int clock) {
    if (client == struct.client || clock < store.clients.state(client)) {
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
