package coedit.bench.load;

import coedit.bench.load.socket.Handshake;
import coedit.bench.load.wire.JsonCursor;
import coedit.bench.load.wire.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The REST addresses a run needs, for one signed-in user.
 *
 * <p>Cookies are kept by hand: they are marked Secure, and a cookie store would not send them over
 * plain HTTP, not even to loopback.
 */
final class CoeditApi {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  private CoeditApi(URI url) {
    this.url = url;
  }

  static CoeditApi signIn(URI url, String user, String password) {
    CoeditApi api = new CoeditApi(url);
    String body =
        "{\"user\":" + JsonText.quote(user) + ",\"password\":" + JsonText.quote(password) + "}";
    HttpResponse<byte[]> answer = api.send(api.post("/api/v1/sessions", body), 200);
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String pair = cookie.split(";", 2)[0];
      int equals = pair.indexOf('=');
      api.cookies.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return api;
  }

  /** Makes a document and returns its id. */
  String create(String type, String title) {
    String body = "{\"type\":" + JsonText.quote(type) + ",\"title\":" + JsonText.quote(title) + "}";
    return field("id", send(post("/api/v1/documents", body), 201).body());
  }

  String text(String document) {
    HttpRequest request =
        request("/api/v1/documents/" + document + "/content")
            .header("Accept", "text/plain")
            .build();
    return new String(send(request, 200).body(), StandardCharsets.UTF_8);
  }

  /** How a socket of this user is opened. */
  Handshake handshake() {
    return new Handshake(
        url.resolve("/ws/v1"),
        Map.of(
            "Cookie",
            cookieHeader(),
            "Origin",
            url.getScheme() + "://" + url.getRawAuthority(),
            "Sec-WebSocket-Protocol",
            "coedit.v1.json"));
  }

  private HttpRequest post(String path, String body) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    String csrf = cookies.get("coedit-csrf");
    if (csrf != null) {
      request.header("X-CSRF-Token", csrf);
    }
    return request.build();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path));
    request.header("Origin", url.getScheme() + "://" + url.getRawAuthority());
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookieHeader());
    }
    return request;
  }

  private String cookieHeader() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .reduce((left, right) -> left + "; " + right)
        .orElse("");
  }

  private HttpResponse<byte[]> send(HttpRequest request, int expected) {
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != expected) {
        throw new IllegalStateException(
            request.uri().getPath()
                + " was answered "
                + answer.statusCode()
                + ": "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String field(String name, byte[] object) {
    JsonCursor json = new JsonCursor();
    json.reset(object, 0, object.length);
    json.enter('{');
    while (json.more('}')) {
      json.name();
      if (json.is(name)) {
        json.text();
        return json.string();
      }
      json.skip();
    }
    throw new IllegalStateException("the answer has no field " + name);
  }
}
