package coedit.web.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EncodeException;
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

  /** What the payload of a control frame may have: RFC 6455, 5.5. */
  private static final int LONGEST_CONTROL = 125;

  private final Session session;
  private final Closing closing;
  private final DirectSends direct;
  private final DirectSends.Peer peer = new DirectSends.Peer();

  /**
   * Threads that may wait for a peer.
   *
   * @param now for at once
   * @param soon for when the peer's last frames have been read
   */
  record Closing(Executor now, Executor soon) {}

  JakartaWire(Session session, Closing closing, DirectSends direct) {
    this.session = session;
    this.closing = closing;
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

  /**
   * Sends a frame as an object, not by the methods for text and bytes: when the peer has gone,
   * those leave Liberty's link marked as being written to. The thread that reads from it, if it has
   * a ping to answer, would then wait until the socket is closed, and closing would first wait for
   * the write to end, for more than five seconds.
   */
  private boolean sendNow(Frame frame) {
    try {
      if (frame instanceof Frame.Text text) {
        session.getBasicRemote().sendObject(text.text());
      } else if (frame instanceof Frame.Binary binary) {
        session.getBasicRemote().sendObject(bytesOf(binary));
      }
      return true;
    } catch (IOException | EncodeException | IllegalStateException gone) {
      LOG.log(Level.DEBUG, "sending to a socket that is gone", gone);
      return false;
    }
  }

  private static ByteBuffer bytesOf(Frame.Binary binary) {
    return ByteBuffer.wrap(binary.bytes().unsafeBytes());
  }

  @Override
  public String address() {
    return AddressedRequest.addressOf(session);
  }

  /**
   * While Liberty waits for the peer's close frame, a frame that is too long to be one has it cut
   * the connection and go on with what it has already read: a ping among that would hold the
   * reading thread for ever. A message that is too long has it cut the connection and stop. If that
   * happens while this thread is about to write the close frame, it is this thread that is held: so
   * who sends what it must not is left a moment to have its connection cut before.
   */
  @Override
  public void close(CloseCode code, String reason) {
    if (code.isOfMisuse()) {
      takeNothingLong();
      closing.soon.execute(() -> closeNow(code, reason));
    } else {
      closing.now.execute(() -> closeNow(code, reason));
    }
  }

  private void closeNow(CloseCode code, String reason) {
    try {
      takeNothingLong();
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code.number()), reason));
    } catch (IOException | RuntimeException gone) {
      LOG.log(Level.DEBUG, "closing a socket that is gone", gone);
    }
  }

  private void takeNothingLong() {
    session.setMaxTextMessageBufferSize(LONGEST_CONTROL);
    session.setMaxBinaryMessageBufferSize(LONGEST_CONTROL);
  }
}
