package coedit.core.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** One direction of a socket: what is sent arrives in order, some time later, until it is cut. */
final class Pipe {

  private final Schedule schedule;
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private boolean cut;

  Pipe(Schedule schedule) {
    this.schedule = schedule;
  }

  void send(Runnable frame) {
    if (!cut) {
      underWay.add(frame);
      schedule.soon(this::arrive);
    }
  }

  private void arrive() {
    Runnable frame = underWay.poll();
    if (frame != null) {
      frame.run();
    }
  }

  /** Nothing more is sent; what is under way may still arrive. */
  void close() {
    cut = true;
  }

  /** Nothing more arrives. */
  void cut() {
    cut = true;
    underWay.clear();
  }
}
