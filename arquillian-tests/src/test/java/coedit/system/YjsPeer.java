package coedit.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client of a Yjs dialect by hand, which may say anything, and puts what it hears into words:
 * <em>synced</em>, <em>denied</em>, <em>saved</em>, a client with its state, how the socket was
 * closed.
 */
final class YjsPeer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CLOSED = "closed ";

  private final RawSocket socket;
  private final Optional<String> address;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<String> all = new ArrayList<>();

  private YjsPeer(Api api, String path, Optional<String> address) throws IOException {
    this.socket = RawSocket.open(api, path);
    this.address = address;
    Thread ear = new Thread(this::listens, "ear of " + path);
    ear.setDaemon(true);
    ear.start();
  }

  static YjsPeer overYWebsocket(Api api, String document) throws IOException {
    return new YjsPeer(api, "/ws/yjs/" + document, Optional.empty());
  }

  static YjsPeer overHocuspocus(Api api, String document) throws IOException {
    return new YjsPeer(api, "/ws/hocuspocus", Optional.of(document));
  }

  private void listens() {
    try {
      int code =
          socket.read(
              frame -> {
                words(frame).forEach(heard::add);
                return false;
              });
      heard.add(CLOSED + code);
    } catch (AssertionError idle) {
      heard.add("nothing more");
    }
  }

  /** Sends a message, in the envelope that this dialect has. */
  YjsPeer says(byte... message) {
    byte[] frame = address.map(to -> YjsBytes.addressed(to, message)).orElse(message);
    socket.frame(RawSocket.BINARY, true, frame);
    return this;
  }

  /** The next of these words, or how the socket was closed. */
  String hears(String... words) {
    List<String> awaited = List.of(words);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (long left = PATIENCE.toNanos(); left > 0; left = end - System.nanoTime()) {
        String next = heard.poll(left, TimeUnit.NANOSECONDS);
        if (next != null) {
          all.add(next);
          if (awaited.contains(next)) {
            return next;
          }
          if (next.startsWith(CLOSED)) {
            heard.add(next); // for whoever asks again
            return next;
          }
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("not heard: " + awaited + ", but " + all);
  }

  /** Whether these words have been heard up to now. */
  boolean hasHeard(String words) {
    heard.drainTo(all);
    return all.contains(words);
  }

  private List<String> words(byte[] frame) {
    int from = address.map(to -> YjsBytes.string(to).length).orElse(0);
    byte[] body = frame.length > from ? Arrays.copyOfRange(frame, from, frame.length) : frame;
    int kind = body[0];
    int what = body.length > 1 ? body[1] : 0;
    return switch (kind) {
      case 0 -> List.of(what == 0 ? "asked" : what == 1 ? "synced" : "update");
      case 1 -> YjsBytes.awareness(body);
      case 2 -> List.of(permission(body, what));
      case 3 -> List.of("asked who is there");
      case 5 -> List.of("word " + new String(body, 2, body.length - 2, StandardCharsets.UTF_8));
      case 7 -> List.of("dismissed");
      case 8 -> List.of(what == 1 ? "saved" : "not saved");
      case 10 -> List.of("pong");
      default -> List.of("kind " + kind);
    };
  }

  /** The dialects have different numbers for the refusal, and only one says what is allowed. */
  private String permission(byte[] body, int what) {
    if (address.isPresent() && what == 2) {
      return new String(body, 3, body.length - 3, StandardCharsets.UTF_8);
    }
    return "denied";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
