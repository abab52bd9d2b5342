package coedit.core.simulation;

/** A server is gone, in the middle of whatever it did. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("crashed", null, false, false);
  }
}
