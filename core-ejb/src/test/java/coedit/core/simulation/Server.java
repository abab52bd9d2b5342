package coedit.core.simulation;

import coedit.core.cluster.MemberId;
import coedit.core.commit.Committer;
import coedit.core.fixture.GatherType;
import coedit.core.fixture.NoThreads;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.mailbox.Timer;
import coedit.core.member.Member;
import coedit.core.member.MemberParts;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.sequence.MapBreaker;
import coedit.core.service.JoinRequest;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoreIdentity;
import coedit.plugin.text.TextDocumentType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
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
          Duration.ofSeconds(30),
          1 << 30);

  private static final Duration COMMITS = Duration.ofMillis(20);
  private static final Duration MAP_TIME = Duration.ofSeconds(6);

  private final World world;
  private final Member member;
  private final MemberId id;
  private final WrongClock clock;
  private final int crashAt;
  private final List<Subscription> joined = new ArrayList<>();
  private boolean up = true;
  private boolean committing;
  private boolean storeAway;
  private int awaits;

  /**
   * @param crashAt at which of the points where it may it crashes; -1 for never
   */
  Server(World world, MemberId id, StoreIdentity store, int crashAt) {
    this.world = world;
    this.id = id;
    this.crashAt = crashAt;
    this.clock = new WrongClock(world.schedule);
    setClock();
    ServerTimer timer = new ServerTimer();
    Network.View view = world.network.join(id, this::await);
    MapBreaker map = new MapBreaker(world.map.new View(view, this::await), timer, MAP_TIME);
    this.member =
        new Member(
            new MemberParts(
                id.value(),
                store,
                view,
                map,
                awaited(OperationLog.class, world.log),
                awaited(SnapshotStore.class, world.snapshots),
                awaited(DocumentStore.class, world.documents),
                new DocumentTypes(
                    List.of(new WordType(), new GatherType(), new TextDocumentType())),
                new MemberParts.Limits(LANES, ROOMS, new Committer.Settings(10, Duration.ZERO)),
                world::newClientId,
                result -> {},
                clock,
                timer,
                task -> world.schedule.soon(() -> run(task)),
                task -> world.schedule.soon(() -> run(task)),
                NoThreads.quarantine(),
                () -> false));
    member.start();
    every(Duration.ofSeconds(1), map::look);
    every(Duration.ofSeconds(1), () -> storeAway = world.log.away);
    every(Duration.ofSeconds(1), member::tick);
    every(Duration.ofSeconds(5), member::seldomTick);
  }

  /** What may be the last thing that it does: all that it did before is done, and nothing after. */
  void await() {
    if (!up) {
      throw new Crash();
    }
    if (awaits++ == crashAt) {
      world.crash(this);
      throw new Crash();
    }
  }

  /** At how many points it could have crashed so far. */
  int awaits() {
    return awaits;
  }

  /** It may crash before each call of a port, and when the call is done. */
  private <T> T awaited(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            Server.class.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              await();
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              } finally {
                await();
              }
            }));
  }

  /** The committing thread is only there while there is something to commit: steps are dear. */
  private void commitSoon() {
    if (!committing && member.committer().queued() > 0) {
      committing = true;
      world.schedule.after(COMMITS, this::commit);
    }
  }

  private void commit() {
    committing = false;
    run(
        () -> {
          if (!member.committer().step()) {
            committing = true;
            world.schedule.after(COMMITS, this::commit);
          }
        });
  }

  /** Somebody sets its wall clock, to anything within an hour. */
  void setClock() {
    long error = world.random.nextInt(7_200_000) - 3_600_000;
    if (world.plan.has(Trouble.CLOCKS)) {
      clock.isWrongBy(error);
    }
  }

  /** Opens a document for somebody. */
  Subscription join(JoinRequest request, Subscriber ear) {
    Subscription made = member.editing().join(request, ear);
    joined.add(made);
    return made;
  }

  /** Also those who had gone without a word. */
  void everybodyLeaves() {
    joined.forEach(member.editing()::leave);
    joined.clear();
  }

  /** INV-12: nothing is kept for nobody. */
  void checkNothingIsKept() {
    world.violations.unless(
        member.rooms().unsettledBytes().taken() == 0,
        "INV-12: kept for nobody: ",
        member.rooms().unsettledBytes().taken());
    world.violations.unless(
        member.open().openings() == 0,
        "INV-12: counted as being opened for nobody: ",
        member.open().openings());
  }

  /** Whether a lane or a room waits for its document, or has not told what it got. */
  boolean isOpening() {
    return member.open().openings() > 0;
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
      world.schedule.after(delay, () -> run(action));
    }

    @Override
    public long millis() {
      return world.weakness == Weakness.TIMES_BY_THE_WALL_CLOCK
          ? clock.millis()
          : world.schedule.nowMillis();
    }
  }

  /** Does something, unless it is gone, or goes. */
  void run(Runnable task) {
    if (up) {
      try {
        await();
        task.run();
        commitSoon();
      } catch (Crash gone) {
        up = false;
      }
    }
  }

  private void every(Duration period, Runnable task) {
    world.schedule.after(
        period,
        () -> {
          run(task);
          if (up) {
            every(period, task);
          }
        });
  }
}
