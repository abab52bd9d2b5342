package coedit.web.socket;

import coedit.model.Payload;
import java.util.List;

/** One binary frame for each message, as clients of the Yjs ecosystem read them. */
public final class BinaryFraming implements Framing<Payload> {

  @Override
  public int bytes(Payload message) {
    return message.size();
  }

  @Override
  public int frameFill() {
    return 0;
  }

  @Override
  public CloseCode overflow() {
    return CloseCode.TRY_AGAIN;
  }

  @Override
  public Frame frame(List<Payload> messages) {
    return new Frame.Binary(messages.get(0));
  }
}
