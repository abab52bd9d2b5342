package coedit.web.yjs;

import coedit.model.ErrorCode;
import coedit.web.auth.SignedIn;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Where clients of a Yjs dialect connect. One instance per socket. */
public abstract class DialectEndpoint extends Endpoint {

  private static final Logger LOG = System.getLogger(DialectEndpoint.class.getName());

  private final DialectSockets dialects;
  private @Nullable DialectSession opened;

  protected DialectEndpoint(DialectSockets dialects) {
    this.dialects = dialects;
  }

  /**
   * The session of a socket that has just been opened.
   *
   * @param signedIn who the handshake was signed in as, if it was
   */
  protected abstract DialectSession session(
      DialectSockets dialects, Session socket, @Nullable SignedIn signedIn);

  @Override
  public final void onOpen(Session socket, EndpointConfig config) {
    dialects.prepare(socket);
    SignedIn signedIn = socket.getUserPrincipal() instanceof SignedIn known ? known : null;
    DialectSession fresh = session(dialects, socket, signedIn);
    opened = fresh;
    dialects.open(socket, fresh);
  }

  @Override
  public final void onClose(Session socket, CloseReason reason) {
    if (opened != null) {
      dialects.registry().closed(opened);
    }
  }

  @Override
  public final void onError(Session socket, Throwable error) {
    LOG.log(Level.DEBUG, "a socket failed", error);
    if (opened != null) {
      opened.fail(ErrorCode.INTERNAL, "the connection failed");
    }
  }
}
