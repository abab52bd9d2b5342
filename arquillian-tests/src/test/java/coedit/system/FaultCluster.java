package coedit.system;

import coedit.persistence.postgres.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Three servers of one cluster and their PostgreSQL, and everything between them that can break:
 * each server reaches the database through a proxy of its own, and has a network of its own where
 * this process may make one.
 */
final class FaultCluster implements AutoCloseable {

  private static final List<String> USERS = List.of("alice", "bob", "carol");

  private static final int DISK_MEGABYTES = 768;

  private final PostgresServer postgres =
      PostgresServer.start(PostgresServer.mayHaveDisk() ? DISK_MEGABYTES : 0);
  private final @Nullable Networks networks;
  private final List<FaultyProxy> toDatabase = new ArrayList<>();
  private final List<LibertyServer> servers = new ArrayList<>();
  private final List<Door> doors = new ArrayList<>();
  private final List<OwnClock> clocks = new ArrayList<>();
  private @Nullable SlowReaders slowReaders;
  private final StoredRows stored;

  private FaultCluster(int count) {
    this.networks = Networks.arePossible() ? Networks.make(count) : null;
    Map<String, String> database = Databases.on(postgres);
    this.stored = new StoredRows(database);
    int memberPort = LibertyServer.freePort();
    String members =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    networks == null
                        ? "127.0.0.1:" + (memberPort + i)
                        : networks.memberHost(i) + ":" + memberPort)
            .collect(Collectors.joining(","));
    for (int i = 0; i < count; i++) {
      Map<String, String> settings = new LinkedHashMap<>(database);
      settings.put("COEDIT_CLUSTER_MEMBERS", members);
      settings.put(
          "COEDIT_CLUSTER_PORT", Integer.toString(networks == null ? memberPort + i : memberPort));
      if (hasClocks()) {
        OwnClock clock = new OwnClock();
        clocks.add(clock);
        settings.putAll(clock.settings());
      }
      servers.add(server(i, settings));
      doors.add(new Door(servers.get(i), outside()));
    }
  }

  private LibertyServer server(int number, Map<String, String> settings) {
    String outside = outside();
    FaultyProxy proxy = FaultyProxy.before(postgres.port(), outside);
    toDatabase.add(proxy);
    settings.computeIfPresent(
        "COEDIT_DB_URL",
        (name, url) -> url.replace("127.0.0.1:" + postgres.port(), outside + ":" + proxy.port()));
    String name = "faults-" + (number + 1);
    if (networks == null) {
      return new LibertyServer(name, settings);
    }
    // The demo's accounts are for loopback only.
    settings.put("COEDIT_DEMO", "false");
    settings.put("COEDIT_DOCUMENTS_EVERYONE", "edit");
    LibertyServer.Place place =
        new LibertyServer.Place(networks.host(number), networks.runIn(number));
    return new LibertyServer(name, settings, place).with(registry());
  }

  private String outside() {
    return networks == null ? "127.0.0.1" : networks.outside();
  }

  private static String registry() {
    return USERS.stream()
        .map(user -> "<user name=\"%s\" password=\"%s\"/>".formatted(user, user))
        .collect(
            Collectors.joining(
                "", "<basicRegistry id=\"people\" realm=\"people\">", "</basicRegistry>"));
  }

  /** Starts so many servers. */
  static FaultCluster start(int count) {
    FaultCluster cluster = new FaultCluster(count);
    try {
      cluster.startAll();
      return cluster;
    } catch (RuntimeException | AssertionError failed) {
      cluster.close();
      throw failed;
    }
  }

  /** Starts whoever is not running. */
  void startAll() {
    List<LibertyServer> down = servers.stream().filter(server -> !server.isRunning()).toList();
    down.forEach(LibertyServer::launch);
    down.forEach(LibertyServer::awaitReady);
  }

  List<LibertyServer> servers() {
    return List.copyOf(servers);
  }

  /** The servers as their users reach them. */
  List<Door> doors() {
    return List.copyOf(doors);
  }

  /**
   * Sets a server's clock. What was signed by another time is good no more: people sign in anew.
   */
  void setClock(int server, Duration error) {
    clocks.get(server).isWrongBy(error);
    doors.forEach(door -> door.signIns().clear());
    servers.forEach(each -> each.signIns().clear());
  }

  void letSomeReadSlowly() {
    slowReaders = new SlowReaders(doors);
  }

  void sendSlowReadersHome() {
    if (slowReaders != null) {
      slowReaders.close();
      slowReaders = null;
    }
  }

  PostgresServer postgres() {
    return postgres;
  }

  /** Whether members can be cut off from each other here. */
  boolean hasNetworks() {
    return networks != null;
  }

  /** Whether the database has a disk that can be filled here. */
  boolean hasDisk() {
    return PostgresServer.mayHaveDisk();
  }

  /** Whether each server has a clock of its own here. */
  static boolean hasClocks() {
    return OwnClock.isPossible();
  }

  Networks networks() {
    if (networks == null) {
      throw new IllegalStateException("no networks of their own here");
    }
    return networks;
  }

  FaultyProxy toDatabase(int server) {
    return toDatabase.get(server);
  }

  List<FaultyProxy> toDatabase() {
    return List.copyOf(toDatabase);
  }

  /** The server that sequences a document, as the database has it. */
  int ownerOf(String document) {
    for (int i = 0; i < servers.size(); i++) {
      if (servers.get(i).isRunning() && stored.isOwner(servers.get(i), document)) {
        return i;
      }
    }
    throw new IllegalStateException("no server that runs owns " + document);
  }

  StoredRows stored() {
    return stored;
  }

  /** Processor time of all servers and the database so far. */
  Duration cpu() {
    Duration all = Duration.ZERO;
    for (LibertyServer server : servers) {
      all = all.plus(server.cpu());
    }
    return all;
  }

  @Override
  public void close() {
    servers.forEach(LibertyServer::close);
    toDatabase.forEach(FaultyProxy::close);
    doors.forEach(door -> door.proxy().close());
    postgres.close();
    if (networks != null) {
      networks.close();
    }
  }
}
