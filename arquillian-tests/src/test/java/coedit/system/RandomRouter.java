package coedit.system;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One address of several servers: each connection goes to any of them. */
final class RandomRouter implements Node, AutoCloseable {

  private final List<? extends Node> servers;
  private final Random random;
  private final Set<Node> used = ConcurrentHashMap.newKeySet();
  private final Map<String, Api> signIns = new ConcurrentHashMap<>();
  private final FaultyProxy proxy;

  RandomRouter(List<? extends Node> servers, long seed) {
    this.servers = servers;
    this.random = new Random(seed);
    this.proxy = FaultyProxy.to(InetAddress.getLoopbackAddress().getHostAddress(), this::any);
  }

  private InetSocketAddress any() {
    Node server = servers.get(random.nextInt(servers.size()));
    used.add(server);
    return new InetSocketAddress(server.address().getHost(), server.address().getPort());
  }

  /** Ends every connection. */
  void reset() {
    proxy.reset();
  }

  /** To how many servers it has led. */
  int used() {
    return used.size();
  }

  @Override
  public URI address() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  @Override
  public Map<String, Api> signIns() {
    return signIns;
  }

  @Override
  public void close() {
    proxy.close();
  }
}
