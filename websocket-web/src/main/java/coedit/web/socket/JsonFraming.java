package coedit.web.socket;

import coedit.web.protocol.Encoded;
import java.util.List;

/** The native protocol's frames: one message as it is, several as a JSON array. */
final class JsonFraming implements Framing<Encoded> {

  /** Frames are filled up to this; one larger message goes alone. */
  static final int FRAME_FILL = 32 * 1024;

  @Override
  public int bytes(Encoded message) {
    return message.bytes();
  }

  @Override
  public int frameFill() {
    return FRAME_FILL;
  }

  @Override
  public CloseCode overflow() {
    return CloseCode.FELL_BEHIND;
  }

  @Override
  public Frame frame(List<Encoded> messages) {
    return new Frame.Text(text(messages));
  }

  private static String text(List<Encoded> messages) {
    if (messages.size() == 1) {
      return messages.get(0).text();
    }
    int length = messages.size() + 1;
    for (Encoded message : messages) {
      length += message.text().length();
    }
    StringBuilder frame = new StringBuilder(length);
    char separator = '[';
    for (Encoded message : messages) {
      frame.append(separator).append(message.text());
      separator = ',';
    }
    return frame.append(']').toString();
  }
}
