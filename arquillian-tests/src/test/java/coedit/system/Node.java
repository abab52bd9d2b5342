package coedit.system;

import java.net.URI;
import java.util.Map;

/** A server that can be spoken to, however it was started. */
public interface Node {

  /** Scheme, host and port. */
  URI address();

  /** By user, those that are good for the running process; thread-safe. */
  Map<String, Api> signIns();
}
