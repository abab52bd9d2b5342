package coedit.web.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

  private long nanos;

  /** A body whose pieces take so long each. */
  private InputStream dripping(int bytes, int piece, Duration each) {
    return new InputStream() {
      private int left = bytes;

      @Override
      public int read() {
        throw new UnsupportedOperationException("in pieces");
      }

      @Override
      public int read(byte[] into, int from, int most) {
        if (left == 0) {
          return -1;
        }
        nanos += each.toNanos();
        int now = Math.min(Math.min(piece, most), left);
        left -= now;
        return now;
      }
    };
  }

  private int read(InputStream body, int most) throws IOException {
    return RequestBody.read(body, most, "too large", () -> nanos).length;
  }

  @Test
  void isWhatCame() throws IOException {
    byte[] bytes = new byte[100_000];
    bytes[70_000] = 7;
    assertArrayEquals(
        bytes,
        RequestBody.read(new ByteArrayInputStream(bytes), 100_000, "too large", () -> nanos));
    assertEquals(0, read(InputStream.nullInputStream(), 0));
  }

  @Test
  void endsWhereItIsTooLargeAndReadsNoMore() {
    InputStream body = new ByteArrayInputStream(new byte[1 << 20]);
    BadRequest refused = assertThrows(BadRequest.class, () -> read(body, 1_000));
    assertEquals(ErrorCode.TOO_LARGE, refused.code());
    assertEquals("too large", refused.reason());
  }

  @Test
  void aByteNowAndThenIsGivenUp() {
    BadRequest refused =
        assertThrows(
            BadRequest.class, () -> read(dripping(60_000, 1, Duration.ofSeconds(3)), 64_000));
    assertTrue(refused.reason().contains("too slowly"), refused.reason());
    assertEquals(Duration.ofSeconds(12), Duration.ofNanos(nanos));
  }

  /** As on a slow line, whose pace is just enough. */
  @Test
  void whatKeepsThePaceMayTakeLong() throws IOException {
    assertEquals(16 << 20, read(dripping(16 << 20, 8 << 10, Duration.ofMillis(125)), 16 << 20));
    assertEquals(Duration.ofSeconds(256), Duration.ofNanos(nanos));
  }
}
