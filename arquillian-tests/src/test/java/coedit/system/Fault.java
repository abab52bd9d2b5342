package coedit.system;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something that breaks, and how it is mended.
 *
 * @param name as the report shows it
 * @param hold how long it stays broken
 * @param networks whether members must be cut off from each other for it
 * @param strike breaks it; given the cluster and the server that owns the first document
 * @param heal mends it, and returns when servers that had to be started are ready
 */
record Fault(
    String name,
    Duration hold,
    boolean networks,
    BiConsumer<FaultCluster, Integer> strike,
    BiConsumer<FaultCluster, Integer> heal) {

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
          false,
          (cluster, owner) -> cluster.servers().get(owner).kill(),
          (cluster, owner) -> cluster.startAll());

  static final Fault ALL_KILLED =
      new Fault(
          "all servers killed (-9)",
          Duration.ZERO,
          false,
          (cluster, owner) -> cluster.servers().forEach(LibertyServer::kill),
          (cluster, owner) -> cluster.startAll());

  static final Fault OWNER_PAUSED =
      new Fault(
          "owner stands still (SIGSTOP), then goes on",
          LONGER_THAN_HEARTBEATS,
          false,
          (cluster, owner) -> cluster.servers().get(owner).pause(),
          (cluster, owner) -> cluster.servers().get(owner).goOn());

  static final Fault OWNER_CUT_OFF =
      new Fault(
          "owner cut off from the members, all reach the database",
          LONGER_THAN_HEARTBEATS,
          true,
          (cluster, owner) -> cluster.networks().cut(owner),
          (cluster, owner) -> cluster.networks().mend(owner));

  static final Fault OWNER_ALONE =
      new Fault(
          "owner cut off from the members and the database",
          LONGER_THAN_HEARTBEATS,
          true,
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
          false,
          (cluster, owner) -> {},
          (cluster, owner) -> cluster.servers().forEach(Fault::restart));

  static final Fault FEWER_AND_MORE =
      new Fault(
          "a server leaves and comes back (3, 2, 3)",
          A_WHILE,
          false,
          (cluster, owner) -> cluster.servers().get(owner).close(),
          (cluster, owner) -> cluster.startAll());

  static final Fault DATABASE_KILLED =
      new Fault(
          "database killed",
          A_WHILE,
          false,
          (cluster, owner) -> cluster.postgres().crash(),
          (cluster, owner) -> cluster.postgres().startAgain());

  static final Fault DATABASE_PAUSED =
      new Fault(
          "database stands still (SIGSTOP)",
          Duration.ofSeconds(8),
          false,
          (cluster, owner) -> signalDatabase(cluster, "STOP"),
          (cluster, owner) -> signalDatabase(cluster, "CONT"));

  static final Fault CONNECTIONS_RESET =
      new Fault(
          "connections to the database reset",
          A_WHILE,
          false,
          (cluster, owner) -> cluster.toDatabase().forEach(FaultyProxy::reset),
          (cluster, owner) -> cluster.toDatabase().forEach(FaultyProxy::reset));

  static final Fault DATABASE_FAR =
      new Fault(
          "database 40 ms away in either direction",
          A_WHILE.multipliedBy(2),
          false,
          (cluster, owner) -> cluster.toDatabase().forEach(proxy -> proxy.delay(SLOW)),
          (cluster, owner) -> cluster.toDatabase().forEach(proxy -> proxy.delay(Duration.ZERO)));

  static final Fault DATABASE_VANISHED =
      new Fault(
          "database vanishes for the owner",
          A_WHILE.multipliedBy(2),
          false,
          (cluster, owner) -> cluster.toDatabase(owner).vanish(),
          (cluster, owner) -> cluster.toDatabase(owner).comeBack());

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
          DATABASE_VANISHED);

  private static void restart(LibertyServer server) {
    server.close();
    server.launch().awaitReady();
  }

  private static void signalDatabase(FaultCluster cluster, String signal) {
    Processes.signal(ProcessHandle.of(cluster.postgres().pid()).orElseThrow(), signal);
  }

  /** All that can be done to a cluster. */
  static List<Fault> possibleIn(FaultCluster cluster) {
    return ALL.stream().filter(fault -> cluster.hasNetworks() || !fault.networks).toList();
  }
}
