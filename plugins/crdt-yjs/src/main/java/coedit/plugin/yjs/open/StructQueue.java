package coedit.plugin.yjs.open;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be integrated of one client, by clock. */
final class StructQueue {

  final ClientLog log;
  private final List<StructRun> runs = new ArrayList<>(1);
  private int next;
  private boolean stuck;

  /** Whether another client's struct waits for this queue, or the queue is being worked on. */
  boolean isActive;

  /** State that the one who waits for this queue needs. */
  int wanted;

  StructQueue(ClientLog log) {
    this.log = log;
  }

  void add(StructRun run) {
    runs.add(run);
  }

  void sort() {
    if (runs.size() > 1) {
      runs.sort(Comparator.comparingInt(StructRun::clock));
    }
  }

  /** The run with the next struct, or null when nothing can be integrated any more. */
  @Nullable StructRun head() {
    while (next < runs.size() && runs.get(next).isDone()) {
      next++;
    }
    return stuck || next == runs.size() ? null : runs.get(next);
  }

  /** Gives up on what is left: something that it refers to is not there. */
  void setStuck() {
    stuck = true;
  }

  /** What was not integrated. */
  List<StructRun> rest() {
    return stuck ? runs.subList(next, runs.size()) : List.of();
  }
}
