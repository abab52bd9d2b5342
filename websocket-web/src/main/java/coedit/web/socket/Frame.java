package coedit.web.socket;

import coedit.model.Payload;

/** What goes over a socket at once. */
public sealed interface Frame {

  /** About how long it is on the wire: exactly in bytes, or in UTF-16 units. */
  int length();

  record Text(String text) implements Frame {
    @Override
    public int length() {
      return text.length();
    }
  }

  record Binary(Payload bytes) implements Frame {
    @Override
    public int length() {
      return bytes.size();
    }
  }
}
