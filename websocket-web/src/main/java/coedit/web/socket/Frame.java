package coedit.web.socket;

import coedit.model.Payload;

/** What goes over a socket at once. */
public sealed interface Frame {

  record Text(String text) implements Frame {}

  record Binary(Payload bytes) implements Frame {}
}
