package coedit.core.simulation;

import coedit.core.cluster.MemberId;
import coedit.core.commit.Committer;
import coedit.core.fixture.GatherType;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.lane.Quarantine;
import coedit.core.mailbox.Timer;
import coedit.core.member.Member;
import coedit.core.member.MemberParts;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.persistence.StoreIdentity;
import java.time.Duration;
import java.util.List;

/** One member from its start to its crash; what it had planned dies with it. */
final class Server {

  private static final LaneSettings LANES =
      new LaneSettings(20, 1 << 16, 50, 1 << 16, 1 << 12, 1_000, 7, 1 << 16, Duration.ofSeconds(4));
  private static final RoomSettings ROOMS =
      new RoomSettings(
          40,
          1 << 16,
          20,
          15,
          8,
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofMillis(50),
          Duration.ofSeconds(30));

  private final World world;
  private final Member member;
  private final MemberId id;
  private final WrongClock clock;
  private boolean up = true;

  Server(World world, MemberId id, StoreIdentity store) {
    this.world = world;
    this.id = id;
    this.clock = new WrongClock(world.schedule);
    setClock();
    this.member =
        new Member(
            new MemberParts(
                id.value(),
                store,
                world.network.join(id),
                world.map,
                world.log,
                world.snapshots,
                world.documents,
                new DocumentTypes(List.of(new WordType(), new GatherType())),
                new MemberParts.Limits(LANES, ROOMS, new Committer.Settings(10, Duration.ZERO)),
                world::newClientId,
                result -> {},
                clock,
                new ServerTimer(),
                task -> world.schedule.soon(() -> ifUp(task)),
                task -> world.schedule.soon(() -> ifUp(task)),
                new Quarantine(Duration.ofDays(1), threads(), () -> 0)));
    member.start();
    every(Duration.ofSeconds(1), member::tick);
    every(Duration.ofSeconds(5), member::seldomTick);
    every(Duration.ofMillis(20), () -> member.committer().step());
  }

  /** Nothing takes long here. */
  private static Quarantine.Threads threads() {
    return new Quarantine.Threads() {
      @Override
      public void lostOne() {
        throw new IllegalStateException();
      }

      @Override
      public void foundOne() {
        throw new IllegalStateException();
      }
    };
  }

  /** Somebody sets its wall clock, to anything within an hour. */
  void setClock() {
    long error = world.random.nextInt(7_200_000) - 3_600_000;
    if (world.plan.has(Trouble.CLOCKS)) {
      clock.isWrongBy(error);
    }
  }

  Member member() {
    return member;
  }

  boolean isUp() {
    return up;
  }

  void crash() {
    up = false;
    world.network.leave(id);
  }

  /** Time of its own dies with it. */
  private final class ServerTimer implements Timer {

    @Override
    public void after(Duration delay, Runnable action) {
      world.schedule.after(delay, () -> ifUp(action));
    }

    @Override
    public long millis() {
      return world.weakness == Weakness.TIMES_BY_THE_WALL_CLOCK
          ? clock.millis()
          : world.schedule.nowMillis();
    }
  }

  private void ifUp(Runnable task) {
    if (up) {
      task.run();
    }
  }

  private void every(Duration period, Runnable task) {
    world.schedule.after(
        period,
        () -> {
          if (up) {
            task.run();
            every(period, task);
          }
        });
  }
}
