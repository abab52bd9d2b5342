package coedit.core.simulation;

import java.util.List;

/**
 * What holds after each step, of the logs, and after a run, of snapshots and people too; what holds
 * at each event is checked by logs and actors themselves.
 */
final class Checks {

  private final World world;
  private final List<LogWatch> logs;
  private int changes;

  Checks(World world) {
    this.world = world;
    this.logs = world.ids.stream().map(id -> new LogWatch(world, id)).toList();
  }

  /** Whatever the logs have more than before, or instead. */
  void step() {
    if (changes != world.log.changes) {
      changes = world.log.changes;
      logs.forEach(LogWatch::look);
    }
  }

  void all() {
    world.ids.forEach(id -> new LogWatch(world, id).look());
    world.actors.forEach(Actor::check);
  }
}
