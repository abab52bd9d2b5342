package coedit.web.hocuspocus;

import coedit.web.auth.SignedIn;
import coedit.web.yjs.DialectEndpoint;
import coedit.web.yjs.DialectSession;
import coedit.web.yjs.DialectSockets;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * Where Hocuspocus clients connect. The handshake may be signed in, by a cookie for example,
 * otherwise each document's token says who it is.
 */
@Dependent
public class HocuspocusEndpoint extends DialectEndpoint {

  static final String PATH = "/ws/hocuspocus";

  @Inject
  HocuspocusEndpoint(DialectSockets dialects) {
    super(dialects);
  }

  @Override
  protected DialectSession session(
      DialectSockets dialects, Session socket, @Nullable SignedIn signedIn) {
    return new HocuspocusSession(
        dialects.services(),
        signedIn,
        dialects.registry().newName(),
        dialects.sockets().wire(socket));
  }
}
