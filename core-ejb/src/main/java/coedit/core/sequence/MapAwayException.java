package coedit.core.sequence;

/** A call to the distributed map was not made, because the map has not answered lately. */
public final class MapAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MapAwayException() {
    super("the distributed map has not answered lately", null, false, false);
  }
}
