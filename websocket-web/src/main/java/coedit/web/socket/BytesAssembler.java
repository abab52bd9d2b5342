package coedit.web.socket;

import coedit.model.Payload;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Joins pieces of a binary message and keeps a running total, because containers check the size of
 * each piece only. Confined to the thread that delivers a socket's frames.
 */
public final class BytesAssembler {

  private final int maxBytes;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

  /**
   * A join of pieces.
   *
   * @param maxBytes bound on the total
   */
  public BytesAssembler(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether the total with this piece would still be within the bound. */
  public boolean fits(byte[] piece) {
    return (long) bytes.size() + piece.length <= maxBytes;
  }

  /** Adds a piece that fits; the whole message when it was the last. */
  public Optional<Payload> add(byte[] piece, boolean last) {
    if (last && bytes.size() == 0) {
      return Optional.of(Payload.copyOf(piece));
    }
    bytes.writeBytes(piece);
    if (!last) {
      return Optional.empty();
    }
    Payload whole = Payload.wrap(bytes.toByteArray());
    bytes = new ByteArrayOutputStream(0);
    return Optional.of(whole);
  }
}
