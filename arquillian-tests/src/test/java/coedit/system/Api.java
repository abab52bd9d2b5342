package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The REST addresses of one server, for one signed-in demo account (whose password is its name).
 *
 * <p>Cookies are kept by hand: they are marked Secure, and a cookie store would not send them over
 * plain HTTP, not even to loopback.
 */
final class Api {

  static final ObjectMapper JSON = new ObjectMapper();
  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** One committed operation as section 3.4 of the protocol writes it. */
  record Committed(long revision, String client, long sequence, String user, JsonNode operation) {
    static Committed of(JsonNode o) {
      return new Committed(
          o.get("r").asLong(),
          o.get("c").asText(),
          o.get("s").asLong(),
          o.get("u").asText(),
          o.get("op"));
    }
  }

  /** A text and the revision it is the state of. */
  record Content(long revision, String text) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final URI server;
  private final long madeAt = System.nanoTime();
  private final Map<String, String> cookies = new LinkedHashMap<>();

  private Api(URI server) {
    this.server = server;
  }

  /** Signs in, or goes on with an earlier sign-in: passwords are slow to check by design. */
  static Api signIn(Node node, String user) {
    return signIn(node, user, user);
  }

  static Api signIn(Node node, String user, String password) {
    return node.signIns()
        .compute(
            user,
            (name, known) -> known == null || known.isOld() ? fresh(node, name, password) : known);
  }

  /** As {@link #signIn(Node, String)}, however often the server cannot now; a minute at most. */
  static Api signInPatiently(Node node, String user) {
    return patiently(node, user, api -> api);
  }

  /**
   * Asks as somebody who is signed in there, again when there is no answer; a minute at most. A
   * connection that was kept from an earlier call may have been lost since without a word.
   */
  static <T> T patiently(Node node, String user, Function<Api, T> question) {
    AtomicReference<T> answer = new AtomicReference<>();
    Await.until(
        user + " is answered at " + node.address(),
        PATIENCE,
        () -> {
          try {
            answer.set(question.apply(signIn(node, user)));
            return true;
          } catch (IllegalStateException | UncheckedIOException notNow) {
            return false;
          }
        });
    return answer.get();
  }

  /** Signs in anew, whoever is signed in already. */
  static Api another(Node node, String user) {
    return fresh(node, user, user);
  }

  /** Signs somebody in whom an issuer elsewhere knows, by its token. */
  static Api introduced(Node node, String token) {
    Api api = new Api(node.address());
    HttpRequest.Builder request = api.request("/api/v1/sessions");
    request.header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.noBody());
    api.keep(send(request.build(), 200));
    return api;
  }

  /** Somebody who shows nothing. */
  static Api stranger(Node node) {
    return new Api(node.address());
  }

  private boolean isOld() {
    return System.nanoTime() - madeAt > FRESH.toNanos();
  }

  private static Api fresh(Node node, String user, String password) {
    Api api = new Api(node.address());
    api.keep(send(api.post("/api/v1/sessions", Map.of("user", user, "password", password)), 200));
    return api;
  }

  /** Keeps the cookies of an answer as a browser does. */
  void keep(HttpResponse<String> answer) {
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String pair = cookie.split(";", 2)[0];
      int equals = pair.indexOf('=');
      String name = pair.substring(0, equals).strip();
      String value = pair.substring(equals + 1).strip();
      if (value.isEmpty()) {
        cookies.remove(name);
      } else {
        cookies.put(name, value);
      }
    }
  }

  /** Somebody with the same cookies, such as another tab, or a thief. */
  Api copy() {
    return at(server);
  }

  /** The same sign-in at another server. */
  Api at(URI other) {
    Api copy = new Api(other);
    copy.cookies.putAll(cookies);
    return copy;
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  /** Any call as the page makes it, with what it must show; whatever is answered. */
  HttpResponse<String> call(String method, String path, String body) {
    return call(method, path, "application/json", body);
  }

  /** As {@link #call(String, String, String)}, with something that is no JSON perhaps. */
  HttpResponse<String> call(String method, String path, String mediaType, String body) {
    HttpRequest.Builder request = request(path).header("Content-Type", mediaType);
    if (cookies.containsKey("coedit-csrf")) {
      request.header("X-CSRF-Token", cookies.get("coedit-csrf"));
    }
    return send(request, method, body);
  }

  /** A post of something that is no JSON of ours, with these headers besides. */
  HttpResponse<String> upload(
      String path, String mediaType, byte[] content, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).header("Content-Type", mediaType);
    request.header("X-CSRF-Token", cookie("coedit-csrf"));
    headers.forEach(request::header);
    return send(request.POST(HttpRequest.BodyPublishers.ofByteArray(content)).build());
  }

  /** Any call with these headers (name, value, ...) and no others. */
  static HttpResponse<String> bare(
      URI server, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, method, body);
  }

  private static HttpResponse<String> send(
      HttpRequest.Builder request, String method, String body) {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return send(request.method(method, publisher).build());
  }

  /** Makes a text document and returns its id. */
  String createText(String title) {
    return create("text", title);
  }

  String create(String type, String title) {
    HttpRequest request = post("/api/v1/documents", Map.of("type", type, "title", title));
    return json(send(request, 201).body()).get("id").asText();
  }

  /** The id of the document of this name. */
  String documentNamed(String name) {
    JsonNode found = json(send(request("/api/v1/documents?name=" + name).build(), 200).body());
    return found.get("documents").get(0).get("id").asText();
  }

  /** A ticket for one socket that has no cookie. */
  String ticket() {
    return json(send(post("/api/v1/tickets", Map.of()), 200).body()).get("ticket").asText();
  }

  /** Lets everybody view a document and only its owner administer it. */
  void everybodyViews(String document, String owner) {
    String grants =
        """
        {"grants":[{"kind":"user","subject":"%s","access":"admin"},
                   {"kind":"everyone","subject":"","access":"view"}]}\
        """
            .formatted(owner);
    send(body("/api/v1/documents/" + document + "/grants").PUT(text(grants)).build(), 200);
  }

  Content content(String document) {
    var answer =
        send(
            request("/api/v1/documents/" + document + "/content")
                .header("Accept", "text/plain")
                .build(),
            200);
    long revision = answer.headers().firstValueAsLong("X-Coedit-Revision").orElseThrow();
    return new Content(revision, answer.body());
  }

  /** The revision that a document is at, and the hash of its state there. */
  String stateHash(String document) {
    var answer = send(request("/api/v1/documents/" + document + "/content").build(), 200);
    return Stream.of("X-Coedit-Revision", "X-Coedit-State")
        .map(header -> answer.headers().firstValue(header).orElseThrow())
        .collect(Collectors.joining(" "));
  }

  /** The whole log of a document. */
  List<Committed> operations(String document) {
    List<Committed> all = new ArrayList<>();
    while (true) {
      String path = "/api/v1/documents/" + document + "/operations?from=" + (all.size() + 1);
      JsonNode page = json(send(request(path).build(), 200).body()).get("ops");
      page.forEach(o -> all.add(Committed.of(o)));
      if (page.isEmpty()) {
        return all;
      }
    }
  }

  URI server() {
    return server;
  }

  String cookieHeader() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException notJson) {
      throw new UncheckedIOException(text, notJson);
    }
  }

  private HttpRequest post(String path, Map<String, String> body) {
    return body(path).POST(text(JSON.valueToTree(body).toString())).build();
  }

  private HttpRequest.Builder body(String path) {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    if (cookies.containsKey("coedit-csrf")) {
      request.header("X-CSRF-Token", cookies.get("coedit-csrf"));
    }
    return request;
  }

  private static HttpRequest.BodyPublisher text(String body) {
    return HttpRequest.BodyPublishers.ofString(body);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Origin", server.toString());
    return cookies.isEmpty() ? request : request.header("Cookie", cookieHeader());
  }

  private static HttpResponse<String> send(HttpRequest request, int expected) {
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(
          request.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer;
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
