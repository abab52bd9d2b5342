package coedit.plugin.yjs.encoding;

/**
 * Bytes that are no well-formed message, or one beyond the limits of this implementation. Carries
 * no stack trace: hostile input must stay cheap.
 */
public final class MalformedUpdateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int position;

  /**
   * @param position index of the byte at which reading could not go on
   * @param reason what is wrong, as told to the sender
   */
  public MalformedUpdateException(int position, String reason) {
    super(reason + " at byte " + position, null, false, false);
    this.position = position;
  }

  public int position() {
    return position;
  }
}
