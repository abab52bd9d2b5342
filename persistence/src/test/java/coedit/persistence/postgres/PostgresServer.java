package coedit.persistence.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own: a fresh cluster in a temporary directory, a free port of
 * loopback, durable as in production. Fails loudly when PostgreSQL is not installed. As root it
 * runs under the account {@code postgres}, since the server refuses root.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String USER = "coedit";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path directory;
  private final int port;
  private final boolean ownDisk;
  private final String password;
  private final Thread stopAtExit = new Thread(this::stopAndDelete);
  private int databases;

  private PostgresServer(Path directory, int port, boolean ownDisk, String password) {
    this.directory = directory;
    this.password = password;
    this.port = port;
    this.ownDisk = ownDisk;
  }

  /** Makes a cluster and starts it; takes two or three seconds. */
  public static PostgresServer start() {
    return start(0);
  }

  /** Whether this process may give a server a disk of its own. */
  public static boolean mayHaveDisk() {
    return isRoot();
  }

  /**
   * Makes a cluster on a small disk of its own, which can be {@linkplain #fillDisk filled}.
   *
   * @param megabytes its size; 0 for a folder of the machine's disk
   */
  public static PostgresServer start(int megabytes) {
    try {
      PostgresServer server =
          new PostgresServer(
              Files.createTempDirectory("coedit-postgres"),
              freePort(),
              megabytes > 0,
              UUID.randomUUID().toString());
      if (megabytes > 0) {
        String disk = server.directory.toString();
        execute(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", disk));
      }
      server.create();
      Runtime.getRuntime().addShutdownHook(server.stopAtExit);
      server.startAgain();
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException("PostgreSQL could not be started", failure);
    }
  }

  /** A read replica, to which everything that is committed here streams. */
  public PostgresServer replica() {
    try {
      Path directory = Files.createTempDirectory("coedit-postgres");
      PostgresServer replica = new PostgresServer(directory, freePort(), false, password);
      replica.open();
      String here = "host=127.0.0.1 port=%d user=%s password=%s".formatted(port, USER, password);
      run("pg_basebackup", "-D", replica.data(), "-R", "-X", "stream", "-c", "fast", "-d", here);
      Runtime.getRuntime().addShutdownHook(replica.stopAtExit);
      replica.startAgain();
      return replica;
    } catch (IOException failure) {
      throw new UncheckedIOException("the replica could not be made", failure);
    }
  }

  /** Lets a replica lag, without end, by all that is committed from now on. */
  public void pauseReplay() {
    sql("SELECT pg_wal_replay_pause()");
  }

  /** A replica makes good what it lags. */
  public void resumeReplay() {
    sql("SELECT pg_wal_replay_resume()");
  }

  /** One server for all tests of this process, stopped at its end. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  public int port() {
    return port;
  }

  /** The process that all others of this server are children of. */
  public long pid() {
    try {
      Path file = Path.of(data(), "postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).get(0).strip());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Makes an empty database and gives its JDBC address. */
  public synchronized String createDatabase() {
    String name = "db" + ++databases;
    sql("CREATE DATABASE " + name);
    return url(name);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?tcpKeepAlive=true";
  }

  /** Stops the server as a power failure would: nothing is written any more. */
  public void crash() {
    run("pg_ctl", "stop", "-D", data(), "-m", "immediate", "-w");
  }

  /** Fills what is left of the disk: the server cannot write a byte more. */
  public void fillDisk() {
    requireDisk();
    byte[] block = new byte[1 << 16];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException full) {
      // That was wanted.
    }
  }

  /** There is room again; a server that has given up meanwhile is started. */
  public void emptyDisk() {
    requireDisk();
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (!isRunning()) {
      startAgain();
    }
  }

  private void requireDisk() {
    if (!ownDisk) {
      throw new IllegalStateException("this server has no disk of its own");
    }
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  private boolean isRunning() {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password)) {
      return connection.isValid(5);
    } catch (SQLException down) {
      return false;
    }
  }

  /** Lets each write to the log wait before it is forced to the disk, 100 ms at most. */
  public void delayCommits(Duration delay) {
    sql(
        "ALTER SYSTEM SET commit_delay = " + delay.toNanos() / 1_000,
        "ALTER SYSTEM SET commit_siblings = 0",
        "SELECT pg_reload_conf()");
  }

  private void sql(String... statements) {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Starts the server after {@link #crash}. */
  public void startAgain() {
    String options =
        "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60 -p "
            + port
            + (ownDisk ? " -c max_wal_size=96MB -c min_wal_size=32MB" : "");
    run("pg_ctl", "start", "-D", data(), "-w", "-t", "60", "-l", log().toString(), "-o", options);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    stopAndDelete();
  }

  /** Lets the server's account into the folder. */
  private void open() {
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (isRoot()) {
      execute(List.of("chown", "-R", "postgres", directory.toString()));
    }
  }

  private void create() throws IOException {
    Path passwordFile = Files.writeString(directory.resolve("password"), password);
    open();
    run(
        "initdb",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--auth=scram-sha-256",
        "--username=" + USER,
        "--pwfile=" + passwordFile,
        "-D",
        data());
  }

  private void stopAndDelete() {
    try {
      run("pg_ctl", "stop", "-D", data(), "-m", "fast", "-w");
    } finally {
      if (ownDisk) {
        execute(List.of("umount", "--lazy", directory.toString()));
      }
      delete(directory);
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private Path log() {
    return directory.resolve("server.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(find(program));
    command.addAll(List.of(arguments));
    execute(command);
  }

  /** On the path, or where Debian hides it. */
  private static String find(String program) {
    Stream<Path> onPath =
        Stream.of(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, program));
    try (Stream<Path> versions = Files.isDirectory(DEBIAN) ? Files.list(DEBIAN) : Stream.empty()) {
      Stream<Path> debian = versions.map(version -> version.resolve("bin").resolve(program));
      return Stream.concat(onPath, debian)
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("PostgreSQL is missing: no " + program))
          .toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void execute(List<String> command) {
    try {
      // To a file: a server that is left running would keep a pipe open.
      Path output = Files.createTempFile("coedit-postgres", ".out");
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(90, TimeUnit.SECONDS);
      String said = read(output);
      Files.delete(output);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " failed: " + said);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class Shared {
    static final PostgresServer SERVER = start();
  }
}
