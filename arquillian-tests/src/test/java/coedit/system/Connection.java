package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** One socket of the native protocol: whole messages out and in, in order. */
final class Connection implements WebSocket.Listener {

  /** Hears what the server says, one call at a time. */
  interface Listener {
    void message(JsonNode message);

    /** The end, whoever ended it; 1006 when nobody said why. */
    void closed(int code);
  }

  private static final int ABNORMAL = 1006;

  /** For the whole handshake, as for any other request. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A close frame may have come, or an error, that nobody has looked at yet. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Listener listener;
  private final StringBuilder frame = new StringBuilder();
  private final CompletableFuture<WebSocket> socket;
  private volatile long received;
  private volatile boolean ended;

  private Connection(
      URI server, String query, Listener listener, Duration patience, String... headers) {
    this.listener = listener;
    WebSocket.Builder builder = Api.HTTP.newWebSocketBuilder().connectTimeout(patience);
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    this.socket =
        builder
            .subprotocols("coedit.v1.json")
            .buildAsync(URI.create("ws://" + server.getRawAuthority() + "/ws/v1" + query), this);
  }

  /**
   * Opens a socket with the cookies of a sign-in.
   *
   * @throws CompletionException when the server is not there
   */
  static Connection open(Api api, Listener listener) {
    return open(api, listener, PATIENCE);
  }

  /**
   * As {@link #open(Api, Listener)}, but gives a handshake up after so long.
   *
   * @throws CompletionException when the server is not there, or has not answered by then
   */
  static Connection open(Api api, Listener listener, Duration patience) {
    String origin = api.server().toString();
    return new Connection(
            api.server(), "", listener, patience, "Cookie", api.cookieHeader(), "Origin", origin)
        .opened();
  }

  /** Opens a socket with a ticket and nothing else. */
  static Connection withTicket(URI server, String ticket, Listener listener) {
    return new Connection(server, "?ticket=" + ticket, listener, PATIENCE).opened();
  }

  private Connection opened() {
    socket.join();
    return this;
  }

  /** Sends one message; a socket that is gone takes it silently, as networks do. */
  void send(String message) {
    send(message, true);
  }

  /** Sends a piece of a message in a frame of its own. */
  void send(String piece, boolean last) {
    try {
      socket.join().sendText(piece, last).join();
    } catch (CompletionException | IllegalStateException gone) {
      hearTheEnd();
    }
  }

  /** Who reads hears why; a socket that is cut off before would never tell its listener. */
  private void hearTheEnd() {
    if (!Await.within(LAST_WORDS, () -> ended)) {
      abort();
      listener.closed(ABNORMAL);
    }
  }

  /** Bytes of text received so far. */
  long received() {
    return received;
  }

  void close() {
    socket.join().sendClose(WebSocket.NORMAL_CLOSURE, "");
  }

  /** Cuts the line without a word. */
  void abort() {
    ended = true;
    socket.join().abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
    frame.append(piece);
    if (last) {
      received += frame.length();
      JsonNode said = Api.json(frame.toString());
      frame.setLength(0);
      if (said.isArray()) {
        said.forEach(listener::message);
      } else {
        listener.message(said);
      }
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    ended = true;
    listener.closed(code);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended = true;
    listener.closed(ABNORMAL);
  }
}
