package coedit.web.hocuspocus;

import coedit.web.socket.InjectedEndpoints;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/** Tells the container where Hocuspocus clients connect. */
public class HocuspocusApplication implements ServerApplicationConfig {

  @Override
  public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
    return Set.of(
        ServerEndpointConfig.Builder.create(HocuspocusEndpoint.class, HocuspocusEndpoint.PATH)
            .configurator(new InjectedEndpoints())
            .build());
  }

  @Override
  public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
    return Set.of();
  }
}
