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
 *
 * @param closers threads that may wait for a peer
 */
public record JakartaWire(Session session, Executor closers) implements Wire {

  private static final Logger LOG = System.getLogger(JakartaWire.class.getName());

  @Override
  public void send(Frame frame, Completion completion) {
    SendHandler handler = result -> completion.sent(result.isOK());
    if (frame instanceof Frame.Text text) {
      session.getAsyncRemote().sendText(text.text(), handler);
    } else if (frame instanceof Frame.Binary binary) {
      ByteBuffer bytes = ByteBuffer.wrap(binary.bytes().unsafeBytes());
      session.getAsyncRemote().sendBinary(bytes, handler);
    }
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
