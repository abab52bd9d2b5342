package coedit.system;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server as its users reach it: through a proxy that does to them what networks do.
 *
 * @param proxy before the server
 * @param host where the proxy listens
 */
record Door(LibertyServer server, FaultyProxy proxy, String host, Map<String, Api> signIns)
    implements Node {

  Door(LibertyServer server, String host) {
    this(
        server,
        FaultyProxy.between(host, server.address().getHost(), server.address().getPort()),
        host,
        new ConcurrentHashMap<>());
  }

  @Override
  public URI address() {
    return URI.create("http://" + host + ":" + proxy.port());
  }
}
