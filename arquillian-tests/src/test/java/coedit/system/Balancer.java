package coedit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** HAProxy before two servers, with the configuration that the manual offers, as it is. */
final class Balancer implements Node, AutoCloseable {

  private static final Path RECIPE = Path.of("../docs/recipes/haproxy.cfg");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI address = URI.create("http://127.0.0.1:" + LibertyServer.freePort());
  private final Map<String, Api> signIns = new ConcurrentHashMap<>();
  private final List<LibertyServer> servers;
  private final Path log =
      Path.of("target/servers", "" + LibertyServer.FORK, "haproxy.log").toAbsolutePath();
  private final Process process;

  Balancer(List<LibertyServer> servers) {
    this.servers = servers;
    ProcessBuilder builder =
        new ProcessBuilder("haproxy", "-db", "-f", RECIPE.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "COEDIT_BALANCER", address.getAuthority(),
                "COEDIT_ONE", servers.get(0).address().getAuthority(),
                "COEDIT_TWO", servers.get(1).address().getAuthority()));
    try {
      Files.createDirectories(log.getParent());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    process = Processes.start(builder);
    Await.until("the balancer; see " + log, PATIENCE, () -> status("/") == 200);
  }

  /** What it answers to a stranger; 0 when there is no answer. */
  int status(String path) {
    try {
      HttpURLConnection call = (HttpURLConnection) address.resolve(path).toURL().openConnection();
      call.setConnectTimeout(1_000);
      call.setReadTimeout(5_000);
      return call.getResponseCode();
    } catch (IOException notThere) {
      return 0;
    }
  }

  /** Waits until it sends people to a server that it had found down. */
  void awaitUp(LibertyServer server) {
    String up = "Server coedit/" + (server == servers.get(0) ? "one" : "two") + " is UP";
    Await.until(
        up + "; see " + log,
        PATIENCE,
        () -> {
          try {
            return Files.readString(log).contains(up);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Map<String, Api> signIns() {
    return signIns;
  }

  @Override
  public void close() {
    Processes.kill(process.toHandle());
  }
}
