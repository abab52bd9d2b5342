package coedit.web.socket;

import coedit.model.ErrorCode;
import coedit.web.auth.SignedIn;
import coedit.web.protocol.ServerMessage;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Step 1 of an edit: a frame arrives. One instance per socket.
 *
 * <p>Programmatic, with partial handlers: a container's own limit holds for each frame and would
 * let a message of endless fragments through. Frames of one socket come one at a time, and while
 * one is handled its pings wait, so nothing here blocks.
 */
@Dependent
public class CollabEndpoint extends Endpoint {

  static final String PATH = "/ws/v1";
  static final String SUBPROTOCOL = "coedit.v1.json";

  private static final Logger LOG = System.getLogger(CollabEndpoint.class.getName());

  private final CollabSockets sockets;
  private @Nullable CollabSession collab;

  @Inject
  CollabEndpoint(CollabSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxIdleTimeout(0); // silence is watched by the server's scan
    session.setMaxTextMessageBufferSize(sockets.frameBytes());
    session.setMaxBinaryMessageBufferSize(1_024); // any is an error
    // The session's principal, not something kept at the handshake: that is shared between sockets.
    if (!SUBPROTOCOL.equals(session.getNegotiatedSubprotocol())) {
      turnAway(session, ErrorCode.UNSUPPORTED_VERSION, "this server speaks " + SUBPROTOCOL);
    } else if (session.getUserPrincipal() instanceof SignedIn signedIn) {
      listen(session, sockets.open(signedIn, session));
    } else {
      turnAway(session, ErrorCode.UNAUTHENTICATED, "sign in first");
    }
  }

  private void listen(Session session, CollabSession opened) {
    collab = opened;
    session.addMessageHandler(
        String.class,
        new MessageHandler.Partial<String>() {
          @Override
          public void onMessage(String piece, boolean last) {
            opened.frame(piece, last);
          }
        });
    session.addMessageHandler(
        byte[].class,
        new MessageHandler.Partial<byte[]>() {
          @Override
          public void onMessage(byte[] piece, boolean last) {
            opened.fail(ErrorCode.PROTOCOL, "expected text");
          }
        });
  }

  private void turnAway(Session session, ErrorCode code, String reason) {
    sockets.turnAway(session, new ServerMessage.Failure(code, reason, true), CloseCode.of(code));
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    if (collab != null) {
      sockets.closed(collab);
    }
  }

  @Override
  public void onError(Session session, Throwable error) {
    LOG.log(Level.DEBUG, "a socket failed", error);
    if (collab != null) {
      collab.fail(ErrorCode.INTERNAL, "the connection failed");
    }
  }
}
