package coedit.system;

import java.net.URI;

/** A server that can be spoken to, however it was started. */
public interface Node {

  /** Scheme, host and port. */
  URI address();
}
