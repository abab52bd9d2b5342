package coedit.web.rest;

import coedit.model.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads the body of a request, no longer than so many bytes, and not for ever: who reads holds a
 * thread, and one byte now and then would keep it.
 */
final class RequestBody {

  /** What may pass before the pace is looked at. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The pace: 64 KiB in a second. */
  static final int BYTES_PER_SECOND = 64 << 10;

  private static final int PIECE = 16 << 10;

  private RequestBody() {}

  /**
   * @param most how many bytes it may have
   * @param tooLarge what is said when it has more
   * @throws BadRequest when it is too large, or comes too slowly
   */
  static byte[] read(InputStream body, int most, String tooLarge) {
    return read(body, most, tooLarge, System::nanoTime);
  }

  static byte[] read(InputStream body, int most, String tooLarge, LongSupplier nanoTime) {
    long begun = nanoTime.getAsLong();
    ByteArrayOutputStream read = new ByteArrayOutputStream(Math.min(most, PIECE));
    byte[] piece = new byte[PIECE];
    for (int count = next(body, piece); count >= 0; count = next(body, piece)) {
      read.write(piece, 0, count);
      if (read.size() > most) {
        throw new BadRequest(ErrorCode.TOO_LARGE, tooLarge);
      }
      Duration may = PATIENCE.plusSeconds(read.size() / BYTES_PER_SECOND);
      if (nanoTime.getAsLong() - begun > may.toNanos()) {
        throw new BadRequest(
            "the body comes too slowly: at least 64 KiB are expected in a second, after the first "
                + PATIENCE.toSeconds());
      }
    }
    return read.toByteArray();
  }

  /** A peer who says nothing any more, or is gone, is no fault of ours. */
  private static int next(InputStream body, byte[] piece) {
    try {
      return body.read(piece);
    } catch (IOException gone) {
      throw new BadRequest("the body ended too early");
    }
  }
}
