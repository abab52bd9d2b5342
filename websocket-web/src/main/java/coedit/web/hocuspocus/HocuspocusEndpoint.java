package coedit.web.hocuspocus;

import coedit.model.ErrorCode;
import coedit.web.auth.SignedIn;
import coedit.web.yjs.DialectSockets;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Where Hocuspocus clients connect. One instance per socket; the handshake may be signed in, by a
 * cookie for example, otherwise each document's token says who it is.
 */
@Dependent
public class HocuspocusEndpoint extends Endpoint {

  static final String PATH = "/ws/hocuspocus";

  private static final Logger LOG = System.getLogger(HocuspocusEndpoint.class.getName());

  private final DialectSockets dialects;
  private @Nullable HocuspocusSession opened;

  @Inject
  HocuspocusEndpoint(DialectSockets dialects) {
    this.dialects = dialects;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    dialects.prepare(session);
    SignedIn signedIn = session.getUserPrincipal() instanceof SignedIn known ? known : null;
    HocuspocusSession fresh =
        new HocuspocusSession(
            dialects.services(),
            signedIn,
            dialects.registry().newName(),
            dialects.sockets().wire(session));
    opened = fresh;
    dialects.open(session, fresh);
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
