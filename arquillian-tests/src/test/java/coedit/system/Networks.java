package coedit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network of its own for each of several servers on this machine: one link to the other members,
 * one to everybody else, each of which can be cut. Linux network namespaces, so it needs root.
 */
final class Networks implements AutoCloseable {

  private static final int FIRST = 11;
  private static final int LOWEST = 64;
  private static final int CHOICES = 128;

  private final String prefix = "cx" + ProcessHandle.current().pid() % 10_000;

  private final String members;
  private final String everybody;
  private final int servers;
  private final Thread closing = new Thread(this::remove);

  private Networks(int servers) {
    String addresses = freeAddresses();
    this.members = addresses + "1.";
    this.everybody = addresses + "2.";
    this.servers = servers;
  }

  /** Another process may have networks at the same time, or was killed and has left its own. */
  private static String freeAddresses() {
    int first = (int) (ProcessHandle.current().pid() % CHOICES);
    return IntStream.range(0, CHOICES)
        .mapToObj(i -> "10." + (LOWEST + (first + i) % CHOICES) + ".")
        .filter(addresses -> taken().noneMatch(address -> address.startsWith(addresses)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free addresses: see ip netns"));
  }

  private static Stream<String> taken() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getHostAddress);
    } catch (SocketException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whether this process may make networks. */
  static boolean arePossible() {
    String probe = "cxp" + ProcessHandle.current().pid() % 10_000;
    if (!"root".equals(System.getProperty("user.name")) || !Files.exists(Path.of("/run"))) {
      return false;
    }
    boolean made = run(List.of("ip", "netns", "add", probe)) == 0;
    boolean linked =
        made
            && run(List.of("ip", "link", "add", probe + "v", "type", "veth", "peer", "name", "x"))
                == 0;
    run(List.of("ip", "link", "del", probe + "v"));
    run(List.of("ip", "netns", "del", probe));
    return linked;
  }

  static Networks make(int servers) {
    Networks networks = new Networks(servers);
    Runtime.getRuntime().addShutdownHook(networks.closing);
    networks.bridge("m", networks.members);
    networks.bridge("e", networks.everybody);
    for (int server = 0; server < servers; server++) {
      ip("netns", "add", networks.name(server));
      networks.inside(server, "ip", "link", "set", "dev", "lo", "up");
      networks.link(server, "m", networks.memberHost(server));
      networks.link(server, "e", networks.host(server));
    }
    return networks;
  }

  private void bridge(String kind, String network) {
    ip("link", "add", prefix + kind, "type", "bridge");
    ip("addr", "add", network + "1/24", "dev", prefix + kind);
    ip("link", "set", "dev", prefix + kind, "up");
  }

  private void link(int server, String kind, String address) {
    String outer = outer(server, kind);
    ip("link", "add", outer, "type", "veth", "peer", "name", kind, "netns", name(server));
    ip("link", "set", "dev", outer, "master", prefix + kind, "up");
    inside(server, "ip", "addr", "add", address + "/24", "dev", kind);
    inside(server, "ip", "link", "set", "dev", kind, "up");
  }

  /** Where a server is for its users. */
  String host(int server) {
    return everybody + (FIRST + server);
  }

  /** Where a server is for the other members. */
  String memberHost(int server) {
    return members + (FIRST + server);
  }

  /** Where servers find what runs outside of their networks. */
  String outside() {
    return everybody + "1";
  }

  /** What comes before a program's name to run it in a server's network. */
  List<String> runIn(int server) {
    return List.of("ip", "netns", "exec", name(server));
  }

  /** No member hears this one any more. */
  void cut(int server) {
    ip("link", "set", "dev", outer(server, "m"), "down");
  }

  void mend(int server) {
    ip("link", "set", "dev", outer(server, "m"), "up");
  }

  private String name(int server) {
    return prefix + "n" + server;
  }

  private String outer(int server, String kind) {
    return prefix + kind + server;
  }

  private void inside(int server, String... command) {
    List<String> all = new ArrayList<>(runIn(server));
    all.addAll(List.of(command));
    require(all);
  }

  private static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    require(command);
  }

  private static void require(List<String> command) {
    if (run(command) != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }

  private static int run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException missing) {
      return -1;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(interrupted));
    }
  }

  private void remove() {
    for (int server = 0; server < servers; server++) {
      run(List.of("ip", "link", "del", outer(server, "m")));
      run(List.of("ip", "link", "del", outer(server, "e")));
      run(List.of("ip", "netns", "del", name(server)));
    }
    run(List.of("ip", "link", "del", prefix + "m"));
    run(List.of("ip", "link", "del", prefix + "e"));
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(closing);
    remove();
  }
}
