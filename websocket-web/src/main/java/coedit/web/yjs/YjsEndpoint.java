package coedit.web.yjs;

import coedit.model.ErrorCode;
import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where y-websocket clients connect. One instance per socket; the handshake is signed in. */
@Dependent
public class YjsEndpoint extends Endpoint {

  /** Before the document's id or name, which may have slashes. */
  public static final String PATH = "/ws/yjs/";

  private static final Logger LOG = System.getLogger(YjsEndpoint.class.getName());

  private final DialectSockets dialects;
  private @Nullable YjsSession opened;

  @Inject
  YjsEndpoint(DialectSockets dialects) {
    this.dialects = dialects;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    dialects.prepare(session);
    if (session.getUserPrincipal() instanceof SignedIn signedIn) {
      YjsSession fresh =
          new YjsSession(
              dialects.services(),
              signedIn,
              dialects.registry().newName(),
              address(session.getRequestURI().getRawPath()),
              dialects.sockets().wire(session));
      opened = fresh;
      dialects.open(session, fresh);
    } else {
      throw new IllegalStateException("the handshake was let through without a sign-in");
    }
  }

  /** What the path says after the prefix, decoded once. */
  static String address(String rawPath) {
    String raw = rawPath.substring(rawPath.indexOf(PATH) + PATH.length());
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return raw;
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (opened != null) {
      dialects.registry().closed(opened);
    }
  }

  @Override
  public void onError(Session session, Throwable error) {
    LOG.log(Level.DEBUG, "a socket failed", error);
    if (opened != null) {
      opened.fail(ErrorCode.INTERNAL, "the connection failed");
    }
  }
}
