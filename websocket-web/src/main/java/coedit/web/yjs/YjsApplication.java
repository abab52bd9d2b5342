package coedit.web.yjs;

import coedit.web.socket.InjectedEndpoints;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashSet;
import java.util.Set;

/** Tells the container where y-websocket clients connect. */
public class YjsApplication implements ServerApplicationConfig {

  /** Document names may have slashes; a path template stands for one segment. */
  private static final int MOST_SEGMENTS = 8;

  @Override
  public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
    Set<ServerEndpointConfig> configs = new HashSet<>();
    StringBuilder path = new StringBuilder(YjsEndpoint.PATH);
    for (int segment = 1; segment <= MOST_SEGMENTS; segment++) {
      path.append(segment == 1 ? "" : "/").append("{name").append(segment).append('}');
      configs.add(
          ServerEndpointConfig.Builder.create(YjsEndpoint.class, path.toString())
              .configurator(new InjectedEndpoints())
              .build());
    }
    return configs;
  }

  @Override
  public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
    return Set.of();
  }
}
