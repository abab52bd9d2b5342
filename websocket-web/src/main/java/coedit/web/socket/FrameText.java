package coedit.web.socket;

import coedit.web.protocol.Encoded;
import java.util.List;

/** Puts messages into one frame: one as it is, several as a JSON array. */
final class FrameText {

  private FrameText() {}

  static String of(List<Encoded> messages) {
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
