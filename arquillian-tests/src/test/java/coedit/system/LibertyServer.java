package coedit.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process of the shipped server: the one install, an output directory and ports of its own. Its
 * data and logs stay under {@code target/servers/<fork>/<name>} for reading afterwards.
 */
public final class LibertyServer implements Node, AutoCloseable {

  private static final Path PROGRAM =
      Path.of("../ear/target/liberty/wlp/bin/server").toAbsolutePath().normalize();

  /** Which of the JVMs that run the tests beside each other this is: 1, 2. */
  static final int FORK = Integer.getInteger("coedit.it.fork", 1);

  private static final int PORTS_OF_A_FORK = 5_000;
  private static final Path SERVERS = Path.of("target/servers", "" + FORK).toAbsolutePath();

  /** Keys that take seconds to make and are nobody's; the first server makes them for all. */
  private static final List<Path> SLOW_KEYS =
      List.of(Path.of("data/keys/https.p12"), Path.of("resources/security/ltpa.keys"));

  private static final Duration START = Duration.ofSeconds(300);
  private static final Duration STOP = Duration.ofSeconds(40);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final Path directory;
  private final Place place;
  private final int port = freePort();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, Api> signIns = new ConcurrentHashMap<>();
  private @Nullable ProcessHandle process;
  private Duration ended = Duration.ZERO;

  /**
   * Where a server runs.
   *
   * @param host the address it listens on
   * @param before what comes before its program's name
   */
  record Place(String host, List<String> before) {
    static final Place LOOPBACK = new Place("127.0.0.1", List.of());
  }

  public LibertyServer(String name, Map<String, String> settings) {
    this(name, settings, Place.LOOPBACK);
  }

  /**
   * A server that is not started yet. What an earlier run of this name left is removed, but for the
   * work area, with which it starts sooner.
   *
   * @param settings environment, such as {@code COEDIT_DB_URL}
   */
  LibertyServer(String name, Map<String, String> settings, Place place) {
    this.place = place;
    this.directory = SERVERS.resolve(name);
    remove(directory.resolve("coedit/data"));
    remove(directory.resolve("coedit/logs"));
    copySlowKeys(SERVERS, output());
    environment.put("COEDIT_DEMO", "true");
    environment.put("COEDIT_HTTP_HOST", place.host());
    environment.put("COEDIT_HTTP_PORT", Integer.toString(port));
    environment.put("COEDIT_HTTPS_PORT", Integer.toString(freePort()));
    // Tests sign the same few people in again and again; LimitsIT is about limits.
    environment.put("COEDIT_LIMITS_SIGN_INS_BURST", "1000000");
    environment.put("COEDIT_SESSION_MOST", "500");
    environment.put("WLP_OUTPUT_DIR", directory.toString());
    // Most of a short life is starting: the quick compiler and the simple collector take half the
    // time.
    environment.put("JVM_ARGS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC");
    environment.putAll(settings);
  }

  /**
   * Lets the server have more configuration, as its operator would put into {@code configDropins}:
   * in a user folder of its own, where everything else is the one install's.
   *
   * @param elements of {@code server.xml}
   */
  LibertyServer with(String elements) {
    Path user = directory.resolve("usr");
    remove(user);
    Path server = user.resolve("servers/coedit");
    Path shipped = PROGRAM.resolve("../../usr/servers/coedit").normalize();
    try {
      Files.createDirectories(server.resolve("configDropins/defaults"));
      for (String file : List.of("server.xml", "server.env", "jvm.options")) {
        Files.copy(shipped.resolve(file), server.resolve(file));
      }
      for (String folder : List.of("apps", "jdbc")) {
        Files.createSymbolicLink(server.resolve(folder), shipped.resolve(folder));
      }
      Files.writeString(
          server.resolve("configDropins/defaults/more.xml"), "<server>" + elements + "</server>");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    environment.put("WLP_USER_DIR", user.toString());
    return this;
  }

  Path output() {
    return directory.resolve("coedit");
  }

  /** The address for those who speak TLS. */
  URI secureAddress() {
    return URI.create("https://127.0.0.1:" + environment.get("COEDIT_HTTPS_PORT"));
  }

  /** Two servers of one cluster on one database, not started yet. */
  static List<LibertyServer> pair(String name, Map<String, String> database) {
    int[] ports = {freePort(), freePort()};
    String members = "127.0.0.1:" + ports[0] + ",127.0.0.1:" + ports[1];
    return Arrays.stream(ports)
        .mapToObj(
            memberPort -> {
              Map<String, String> settings = new LinkedHashMap<>(database);
              settings.put("COEDIT_CLUSTER_MEMBERS", members);
              settings.put("COEDIT_CLUSTER_PORT", Integer.toString(memberPort));
              return new LibertyServer(name + (memberPort == ports[0] ? "-1" : "-2"), settings);
            })
        .toList();
  }

  /** Starts a process, without waiting for it to be of use. */
  public LibertyServer launch() {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException("package the server first: there is no " + PROGRAM);
    }
    List<String> command = new ArrayList<>(place.before());
    command.addAll(List.of(PROGRAM.toString(), "run", "coedit"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(console()));
    signIns.clear();
    process = Processes.start(builder).toHandle();
    return this;
  }

  /** Waits until it takes edits. */
  public LibertyServer awaitReady() {
    Await.until(
        address() + " ready; see " + directory,
        START,
        () -> {
          if (!running().isAlive()) {
            throw new IllegalStateException("the server has ended; see " + directory);
          }
          return health("ready") == 200;
        });
    copySlowKeys(output(), SERVERS);
    return this;
  }

  private static void copySlowKeys(Path from, Path to) {
    for (Path key : SLOW_KEYS) {
      Path source = from.resolve(key);
      Path target = to.resolve(key);
      try {
        if (Files.exists(source) && !Files.exists(target)) {
          Files.createDirectories(target.getParent());
          Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** The status of a health check; 0 when there is no answer within two seconds. */
  int health(String check) {
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve("/health/" + check))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException notThere) {
      return 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public URI address() {
    return URI.create("http://" + place.host() + ":" + port);
  }

  @Override
  public Map<String, Api> signIns() {
    return signIns;
  }

  /** As {@code kill -9}: nothing is said, nothing is finished. */
  void kill() {
    ended = cpu();
    Processes.kill(running());
    process = null;
  }

  /** Lets it stand still: its connections stay open and nothing is said on them. */
  void pause() {
    Processes.signal(running(), "STOP");
  }

  void goOn() {
    Processes.signal(running(), "CONT");
  }

  boolean isRunning() {
    return process != null;
  }

  /** Processor time of all its processes so far, as far as they were ended by this object. */
  Duration cpu() {
    return isRunning() ? ended.plus(cpuOfProcess()) : ended;
  }

  private Duration cpuOfProcess() {
    return findJvm().flatMap(jvm -> jvm.info().totalCpuDuration()).orElse(Duration.ZERO);
  }

  /** Whether a line of the log in a server's output directory holds these words. */
  static boolean hasLogged(Path output, String words) {
    try (Stream<String> lines = Files.lines(output.resolve("logs/messages.log"))) {
      return lines.anyMatch(line -> line.contains(words));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The process id of the JVM. */
  long jvm() {
    return findJvm().orElseThrow().pid();
  }

  private Optional<ProcessHandle> findJvm() {
    return Stream.concat(Stream.of(running()), running().descendants())
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .findFirst();
  }

  @Override
  public void close() {
    if (process != null) {
      ended = cpu();
      Processes.terminate(process, STOP);
      process = null;
    }
  }

  /**
   * A free port below those that the system gives to outgoing connections: while a killed server is
   * down, nobody who keeps trying to reach it can be given its port. Tests beside this one take
   * theirs elsewhere.
   */
  static int freePort() {
    int first = 15_000 + FORK * PORTS_OF_A_FORK;
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(first, first + PORTS_OF_A_FORK);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // another one
      }
    }
    throw new IllegalStateException("no free port from " + first + " on");
  }

  private ProcessHandle running() {
    if (process == null) {
      throw new IllegalStateException("not running");
    }
    return process;
  }

  private File console() {
    try {
      return Files.createDirectories(directory).resolve("console.log").toFile();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void remove(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
