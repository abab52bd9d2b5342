package coedit.web.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * A container's WebSocket session. Liberty drops an asynchronous send that is started before the
 * last one is done and says so in its result only; {@link Outbox} never starts two. Closing waits
 * for the peer, so it is left to threads of its own.
 */
public final class JakartaWire implements Wire {

  private static final Logger LOG = System.getLogger(JakartaWire.class.getName());

  private final Session session;
  private final Executor closers;
  private final DirectSends direct;
  private final DirectSends.Peer peer = new DirectSends.Peer();

  /**
   * @param closers threads that may wait for a peer
   */
  JakartaWire(Session session, Executor closers, DirectSends direct) {
    this.session = session;
    this.closers = closers;
    this.direct = direct;
  }

  @Override
  public void send(Frame frame, Completion completion) {
    if (direct.takes(peer, frame.length())) {
      completion.sent(direct.send(peer, () -> sendNow(frame)));
      return;
    }
    SendHandler handler = result -> completion.sent(result.isOK());
    if (frame instanceof Frame.Text text) {
      session.getAsyncRemote().sendText(text.text(), handler);
    } else if (frame instanceof Frame.Binary binary) {
      session.getAsyncRemote().sendBinary(bytesOf(binary), handler);
    }
  }

  private boolean sendNow(Frame frame) {
    try {
      if (frame instanceof Frame.Text text) {
        session.getBasicRemote().sendText(text.text());
      } else if (frame instanceof Frame.Binary binary) {
        session.getBasicRemote().sendBinary(bytesOf(binary));
      }
      return true;
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.DEBUG, "sending to a socket that is gone", gone);
      return false;
    }
  }

  private static ByteBuffer bytesOf(Frame.Binary binary) {
    return ByteBuffer.wrap(binary.bytes().unsafeBytes());
  }

  @Override
  public void close(CloseCode code, String reason) {
    closers.execute(
        () -> {
          try {
            session.close(
                new CloseReason(CloseReason.CloseCodes.getCloseCode(code.number()), reason));
          } catch (IOException | RuntimeException gone) {
            LOG.log(Level.DEBUG, "closing a socket that is gone", gone);
          }
        });
  }
}
