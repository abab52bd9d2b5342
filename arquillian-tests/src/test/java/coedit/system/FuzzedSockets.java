package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Sends fuzzed frames over socket after socket. A few are written at a time and a ping after them:
 * its answer shows that the server has read them all and goes on with this socket.
 */
final class FuzzedSockets {

  private static final int AT_ONCE = 8;

  /** Opens sockets of one dialect. */
  interface Opening {
    RawSocket open() throws IOException;
  }

  private final Opening opening;
  private final FuzzedFrames frames;
  private long examined;
  private int sockets;

  FuzzedSockets(Opening opening, FuzzedFrames frames) {
    this.opening = opening;
    this.frames = frames;
  }

  /** Goes on until the server has examined so many. */
  void send(long wanted, Supplier<Boolean> stop) {
    while (examined < wanted && !stop.get()) {
      try (RawSocket raw = opening.open()) {
        sockets++;
        raw.abortsAtClose();
        assertEquals(101, raw.status(), "the server stopped answering handshakes");
        while (examined < wanted && few(raw)) {}
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** False when the server has ended the socket; it has then examined at least one of them. */
  private boolean few(RawSocket raw) {
    int[] sent = {0};
    for (int i = 0; i < AT_ONCE; i++) {
      frames.next(
          (opcode, last, data) -> {
            raw.put(opcode, last, data);
            sent[0]++;
          });
    }
    boolean open = raw.flushAndPing();
    examined += open ? sent[0] : 1;
    return open;
  }

  /** Frames that the server has surely read. */
  long examined() {
    return examined;
  }

  int sockets() {
    return sockets;
  }
}
