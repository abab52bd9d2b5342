package coedit.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A cache in front of a server, shared by everybody: it keeps and gives out all that RFC 9111 lets
 * a shared cache keep, as long as that lets it, and more: what says nothing of its age it takes to
 * be good for ever, and what {@code Vary} says it does not look at, as many caches are told not to.
 */
final class SharedCache implements AutoCloseable {

  /** Tells whether an answer comes from the cache. */
  static final String KEPT = "X-Kept";

  /** What may be kept though nothing says so. */
  private static final Set<Integer> HEURISTIC =
      Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

  private static final Set<String> PASSED_ON =
      Set.of("cookie", "authorization", "accept", "content-type", "if-none-match", "x-csrf-token");

  private static final Pattern NO_AGE = Pattern.compile("(s-maxage|max-age)\\s*=\\s*0*\\b(?!\\d)");

  private final URI origin;
  private final HttpServer server;
  private final Map<String, HttpResponse<byte[]>> kept = new ConcurrentHashMap<>();

  SharedCache(URI origin) {
    this.origin = origin;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      boolean reading = exchange.getRequestMethod().equals("GET");
      HttpResponse<byte[]> before = reading ? kept.get(path) : null;
      if (before != null) {
        exchange.getResponseHeaders().set(KEPT, "yes");
        pass(before, exchange);
        return;
      }
      HttpResponse<byte[]> fresh = ask(exchange, path);
      if (!reading) {
        kept.remove(path);
      } else if (mayKeep(fresh, exchange.getRequestHeaders().containsKey("Authorization"))) {
        kept.put(path, fresh);
      }
      pass(fresh, exchange);
    }
  }

  private static boolean mayKeep(HttpResponse<byte[]> answer, boolean authorized) {
    String control =
        String.join(",", answer.headers().allValues("Cache-Control")).toLowerCase(Locale.ROOT);
    if (Pattern.compile("no-store|private|no-cache").matcher(control).find()
        || NO_AGE.matcher(control).find()) {
      return false;
    }
    boolean said = Pattern.compile("public|s-maxage|must-revalidate").matcher(control).find();
    boolean dated = said || control.contains("max-age");
    return (said || !authorized) && (dated || HEURISTIC.contains(answer.statusCode()));
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, String path) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(origin.resolve(path));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    byte[] body = exchange.getRequestBody().readAllBytes();
    request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      return Api.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static void pass(HttpResponse<byte[]> answer, HttpExchange exchange) throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!List.of("content-length", "transfer-encoding", "connection", "date")
                  .contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
