package coedit.web.socket;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;

/** Tells the container where the editing sockets are. */
public class SocketApplication implements ServerApplicationConfig {

  @Override
  public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
    return Set.of(
        ServerEndpointConfig.Builder.create(CollabEndpoint.class, CollabEndpoint.PATH)
            .subprotocols(List.of(CollabEndpoint.SUBPROTOCOL))
            .configurator(new InjectedEndpoints())
            .build());
  }

  @Override
  public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
    return scanned;
  }

  /** Endpoints are beans. Origins are checked by {@link OriginFilter}, which sees the request. */
  private static final class InjectedEndpoints extends ServerEndpointConfig.Configurator {

    @Override
    public <T> T getEndpointInstance(Class<T> endpoint) {
      return CDI.current().select(endpoint).get();
    }

    @Override
    public boolean checkOrigin(String origin) {
      return true;
    }
  }
}
