package coedit.system;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something that breaks, and how it is mended.
 *
 * @param name as the report shows it
 * @param hold how long it stays broken
 * @param needs what the machine must allow for it
 * @param strike breaks it; given the cluster and the server that owns the first document
 * @param heal mends it, and returns when servers that had to be started are ready
 */
record Fault(
    String name,
    Duration hold,
    Needs needs,
    BiConsumer<FaultCluster, Integer> strike,
    BiConsumer<FaultCluster, Integer> heal) {

  /** What not every machine allows. */
  enum Needs {
    NOTHING,
    NETWORKS,
    DISK,
    CLOCKS;

    private boolean areMet(FaultCluster cluster) {
      return switch (this) {
        case NOTHING -> true;
        case NETWORKS -> cluster.hasNetworks();
        case DISK -> cluster.hasDisk();
        case CLOCKS -> FaultCluster.hasClocks();
      };
    }
  }

  private static final Duration A_WHILE = Duration.ofSeconds(5);
  private static final Duration LONGER_THAN_HEARTBEATS = Duration.ofSeconds(20);
  private static final Duration SLOW = Duration.ofMillis(40);

  @Override
  public String toString() {
    return name;
  }

  static final Fault OWNER_KILLED =
      new Fault(
          "owner killed (-9)",
          A_WHILE,
          Needs.NOTHING,
          (cluster, owner) -> cluster.servers().get(owner).kill(),
          (cluster, owner) -> cluster.startAll());

  static final Fault ALL_KILLED =
      new Fault(
          "all servers killed (-9)",
          Duration.ZERO,
          Needs.NOTHING,
          (cluster, owner) -> cluster.servers().forEach(LibertyServer::kill),
          (cluster, owner) -> cluster.startAll());

  static final Fault OWNER_PAUSED =
      new Fault(
          "owner stands still (SIGSTOP), then goes on",
          LONGER_THAN_HEARTBEATS,
          Needs.NOTHING,
          (cluster, owner) -> cluster.servers().get(owner).pause(),
          (cluster, owner) -> cluster.servers().get(owner).goOn());

  static final Fault OWNER_CUT_OFF =
      new Fault(
          "owner cut off from the members, all reach the database",
          LONGER_THAN_HEARTBEATS,
          Needs.NETWORKS,
          (cluster, owner) -> cluster.networks().cut(owner),
          (cluster, owner) -> cluster.networks().mend(owner));

  static final Fault OWNER_ALONE =
      new Fault(
          "owner cut off from the members and the database",
          LONGER_THAN_HEARTBEATS,
          Needs.NETWORKS,
          (cluster, owner) -> {
            cluster.networks().cut(owner);
            cluster.toDatabase(owner).vanish();
          },
          (cluster, owner) -> {
            cluster.toDatabase(owner).comeBack();
            cluster.networks().mend(owner);
          });

  static final Fault ROLLING_RESTART =
      new Fault(
          "rolling restart",
          Duration.ZERO,
          Needs.NOTHING,
          (cluster, owner) -> {},
          (cluster, owner) -> cluster.servers().forEach(Fault::restart));

  static final Fault FEWER_AND_MORE =
      new Fault(
          "servers leave and come (3, 2, 3, 2, 3)",
          A_WHILE,
          Needs.NOTHING,
          (cluster, owner) -> {
            cluster.servers().get(owner).close();
            Await.pause(A_WHILE);
            cluster.startAll();
            Await.pause(A_WHILE);
            cluster.servers().get((owner + 1) % cluster.servers().size()).close();
          },
          (cluster, owner) -> cluster.startAll());

  static final Fault DATABASE_KILLED =
      new Fault(
          "database killed",
          A_WHILE,
          Needs.NOTHING,
          (cluster, owner) -> cluster.postgres().crash(),
          (cluster, owner) -> cluster.postgres().startAgain());

  static final Fault DATABASE_PAUSED =
      new Fault(
          "database stands still (SIGSTOP)",
          Duration.ofSeconds(8),
          Needs.NOTHING,
          (cluster, owner) -> signalDatabase(cluster, "STOP"),
          (cluster, owner) -> signalDatabase(cluster, "CONT"));

  static final Fault CONNECTIONS_RESET =
      new Fault(
          "connections to the database reset",
          A_WHILE,
          Needs.NOTHING,
          (cluster, owner) -> cluster.toDatabase().forEach(FaultyProxy::reset),
          (cluster, owner) -> cluster.toDatabase().forEach(FaultyProxy::reset));

  static final Fault DATABASE_FAR =
      new Fault(
          "database 40 ms away in either direction",
          A_WHILE.multipliedBy(2),
          Needs.NOTHING,
          (cluster, owner) -> cluster.toDatabase().forEach(proxy -> proxy.delay(SLOW)),
          (cluster, owner) -> cluster.toDatabase().forEach(proxy -> proxy.delay(Duration.ZERO)));

  static final Fault DATABASE_VANISHED =
      new Fault(
          "database vanishes for the owner",
          A_WHILE.multipliedBy(2),
          Needs.NOTHING,
          (cluster, owner) -> cluster.toDatabase(owner).vanish(),
          (cluster, owner) -> cluster.toDatabase(owner).comeBack());

  static final Fault DISK_FULL =
      new Fault(
          "the database's disk is full",
          A_WHILE.multipliedBy(2),
          Needs.DISK,
          (cluster, owner) -> cluster.postgres().fillDisk(),
          (cluster, owner) -> cluster.postgres().emptyDisk());

  static final Fault SLOW_FSYNC =
      new Fault(
          "each commit waits 100 ms for the disk",
          A_WHILE.multipliedBy(2),
          Needs.NOTHING,
          (cluster, owner) -> cluster.postgres().delayCommits(Duration.ofMillis(100)),
          (cluster, owner) -> cluster.postgres().delayCommits(Duration.ZERO));

  static final Fault CLOCK_AHEAD =
      new Fault(
          "the owner's clock is an hour ahead, then right again",
          A_WHILE.multipliedBy(2),
          Needs.CLOCKS,
          (cluster, owner) -> cluster.setClock(owner, Duration.ofHours(1)),
          (cluster, owner) -> cluster.setClock(owner, Duration.ZERO));

  static final Fault CLOCK_BEHIND =
      new Fault(
          "the owner's clock is an hour behind, then right again",
          A_WHILE.multipliedBy(2),
          Needs.CLOCKS,
          (cluster, owner) -> cluster.setClock(owner, Duration.ofHours(-1)),
          (cluster, owner) -> cluster.setClock(owner, Duration.ZERO));

  static final Fault CLIENTS_RESET =
      new Fault(
          "all clients' connections reset",
          A_WHILE,
          Needs.NOTHING,
          (cluster, owner) -> cluster.doors().forEach(door -> door.proxy().reset()),
          (cluster, owner) -> cluster.doors().forEach(door -> door.proxy().reset()));

  static final Fault CLIENTS_FAR =
      new Fault(
          "clients 40 ms away in either direction",
          A_WHILE.multipliedBy(2),
          Needs.NOTHING,
          (cluster, owner) -> cluster.doors().forEach(door -> door.proxy().delay(SLOW)),
          (cluster, owner) -> cluster.doors().forEach(door -> door.proxy().delay(Duration.ZERO)));

  static final Fault CLIENTS_VANISHED =
      new Fault(
          "the owner's clients vanish without a word",
          A_WHILE.multipliedBy(2),
          Needs.NOTHING,
          (cluster, owner) -> cluster.doors().get(owner).proxy().vanish(),
          (cluster, owner) -> cluster.doors().get(owner).proxy().comeBack());

  static final Fault SLOW_CLIENTS =
      new Fault(
          "24 readers of another document read nothing of what is pasted there",
          A_WHILE.multipliedBy(2),
          Needs.NOTHING,
          (cluster, owner) -> cluster.letSomeReadSlowly(),
          (cluster, owner) -> cluster.sendSlowReadersHome());

  private static final List<Fault> ALL =
      List.of(
          OWNER_KILLED,
          ALL_KILLED,
          OWNER_PAUSED,
          OWNER_CUT_OFF,
          OWNER_ALONE,
          ROLLING_RESTART,
          FEWER_AND_MORE,
          DATABASE_KILLED,
          DATABASE_PAUSED,
          CONNECTIONS_RESET,
          DATABASE_FAR,
          DATABASE_VANISHED,
          DISK_FULL,
          SLOW_FSYNC,
          CLOCK_AHEAD,
          CLOCK_BEHIND,
          CLIENTS_RESET,
          CLIENTS_FAR,
          CLIENTS_VANISHED,
          SLOW_CLIENTS);

  /** Whether nothing can be committed while it lasts, by any server. */
  boolean stopsCommits() {
    return this == DATABASE_KILLED || this == DATABASE_PAUSED;
  }

  private static void restart(LibertyServer server) {
    server.close();
    server.launch().awaitReady();
  }

  private static void signalDatabase(FaultCluster cluster, String signal) {
    Processes.signal(ProcessHandle.of(cluster.postgres().pid()).orElseThrow(), signal);
  }

  /** What this machine lacks the means for, and which. */
  static List<String> leftOutIn(FaultCluster cluster) {
    return ALL.stream()
        .filter(fault -> !fault.needs.areMet(cluster))
        .map(fault -> fault.name + " (" + fault.needs + ")")
        .toList();
  }

  /** All that can be done to a cluster. */
  static List<Fault> possibleIn(FaultCluster cluster) {
    return ALL.stream().filter(fault -> fault.needs.areMet(cluster)).toList();
  }
}
