package coedit.web.socket;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.server.ServerEndpointConfig;

/** Endpoints are beans. Origins are checked by {@link OriginFilter}, which sees the request. */
public final class InjectedEndpoints extends ServerEndpointConfig.Configurator {

  @Override
  public <T> T getEndpointInstance(Class<T> endpoint) {
    return CDI.current().select(endpoint).get();
  }

  @Override
  public boolean checkOrigin(String origin) {
    return true;
  }
}
