package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that begin with content: there from the first moment, and once. */
class ImportIT {

  private static final LibertyServer SERVER = SharedServer.get();
  private static final Duration SEEN = Duration.ofSeconds(15);

  private final Api alice = Api.signIn(SERVER, "alice");
  private final String key = UUID.randomUUID().toString();
  private final AtomicInteger waited = new AtomicInteger();

  private HttpResponse<String> begin(Api who, String type, String mediaType, byte[] content) {
    String address = "/api/v1/documents/import?type=" + type + "&title=Begun%20here";
    return who.upload(address, mediaType, content, Map.of("Idempotency-Key", key));
  }

  private HttpResponse<String> begin(String type, String mediaType, String content) {
    return begin(alice, type, mediaType, content.getBytes(StandardCharsets.UTF_8));
  }

  private static String id(HttpResponse<String> answer) {
    assertEquals(201, answer.statusCode(), answer.body());
    return Api.json(answer.body()).get("id").asText();
  }

  private static String code(HttpResponse<String> answer) {
    return answer.statusCode() + " " + Api.json(answer.body()).get("code").asText();
  }

  private int documents() {
    return documentsOf(alice).size();
  }

  private static JsonNode documentsOf(Api who) {
    String list = who.call("GET", "/api/v1/documents?limit=200", "").body();
    return Api.json(list).get("documents");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text|text/plain|begun",
        "richtext|text/plain|begun",
        "richtext|application/vnd.quill.delta+json|{\"ops\":[{\"insert\":\"begun\"}]}",
        "yjs|text/plain; charset=utf-8|begun",
        "yjs|application/vnd.quill.delta+json|[{\"insert\":\"begun\",\"attributes\":{\"bold\":true}}]",
        "yjs|application/json|{\"text\":\"begun\"}"
      })
  void theContentIsTheFirstRevision(String type, String mediaType, String content) {
    String document = id(begin(type, mediaType, content));
    assertEquals(new Api.Content(1, "begun"), alice.content(document));
    assertEquals("alice", alice.operations(document).get(0).user());
    assertEquals(document, id(begin(type, mediaType, content)), "the same key");
    assertEquals(1, alice.operations(document).size());
  }

  @Test
  void ofManyAtOnceUnderOneKeyOneIsMade() {
    int before = documents();
    double refusedBefore = Refused.by(SERVER, "imports");
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, 12).mapToObj(i -> CompletableFuture.supplyAsync(this::again)).toList();
    List<String> ids = all.stream().map(CompletableFuture::join).map(ImportIT::id).toList();
    assertEquals(1, ids.stream().distinct().count(), ids.toString());
    assertEquals(before + 1, documents());
    assertEquals(new Api.Content(1, "at once"), alice.content(ids.get(0)));
    assertEquals(refusedBefore + waited.get(), Refused.by(SERVER, "imports"), "each is counted");
  }

  /** One import of a user at a time, and not too many requests: the others are to come again. */
  private HttpResponse<String> again() {
    while (true) {
      HttpResponse<String> answer = begin("yjs", "text/plain", "at once");
      if (answer.statusCode() != 429) {
        return answer;
      }
      assertTrue(answer.headers().firstValue("Retry-After").isPresent());
      if (answer.body().contains("another import")) {
        waited.incrementAndGet();
      }
      Await.pause(Duration.ofMillis(300));
    }
  }

  @Test
  void anImportOutlivesAKilledServerAndIsTheSameAfterwards() {
    String document = id(begin("yjs", "text/plain", "kept"));
    SERVER.kill();
    SERVER.launch().awaitReady();
    Api again = Api.signIn(SERVER, "alice");
    byte[] content = "kept".getBytes(StandardCharsets.UTF_8);
    assertEquals(document, id(begin(again, "yjs", "text/plain", content)));
    assertEquals(new Api.Content(1, "kept"), again.content(document));
  }

  @Test
  void clientsFindTheContentAndNoneDoublesIt() {
    String document =
        id(
            begin(
                "yjs",
                "application/vnd.prosemirror.doc+json",
                "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":"
                    + "[{\"type\":\"text\",\"text\":\"Tiptap\"}]}]}"));
    String text = id(upload("yjs", "text/plain", "first "));
    try (YjsClients clients = new YjsClients()) {
      List<YjsClients.Client> all = new ArrayList<>();
      for (String library : List.of("y-websocket-3", "hocuspocus-4")) {
        all.add(clients.open(library, alice, text));
      }
      for (YjsClients.Client client : all) {
        assertEquals("first ", client.await("is synced", YjsClients.State::synced).text());
      }
      all.get(0).insert(6, "then");
      all.get(1).await("sees what follows", SEEN, state -> state.text().equals("first then"));
    }
    assertEquals("Tiptap", alice.content(document).text().strip());
  }

  /** Bold text, as {@code Y.encodeStateAsUpdateV2} of Yjs 13.6 writes it. */
  @Test
  void anUpdateOfFormatV2IsTaken() {
    byte[] update =
        HexFormat.of()
            .parseHex(
                "0002000202450102000a00050600840086161174657874626f6c646f66207632626f6c64"
                    + "4400050401010000010300787e00");
    String document = id(begin(alice, "yjs", "application/vnd.yjs.update-v2", update));
    assertEquals(new Api.Content(1, "of v2"), alice.content(document));
    assertEquals("<p><strong>of v2</strong></p>\n", in(document, "text/html").body());
  }

  @Test
  void aYjsDocumentIsReadInEveryFormAndIsNoMarkupInAny() {
    String delta =
        "[{\"insert\":\"<script>x</script>\",\"attributes\":{\"link\":\"javascript:x\"}},"
            + "{\"insert\":\"\\n\"}]";
    String document = id(begin("yjs", "application/vnd.quill.delta+json", delta));
    assertEquals("<p>&lt;script&gt;x&lt;/script&gt;</p>\n", in(document, "text/html").body());
    assertEquals("\\<script\\>x\\</script\\>\n", in(document, "text/markdown").body());
    assertEquals("<script>x</script>\n", in(document, "text/plain").body());
    assertEquals(
        Api.json("{\"ops\":" + delta + "}"),
        Api.json(in(document, "application/vnd.quill.delta+json").body()));
    for (String form :
        List.of(
            "application/json",
            "application/xml",
            "application/vnd.prosemirror.doc+json",
            "application/vnd.yjs.update-v1")) {
      assertTrue(in(document, form).body().contains("x"), form);
    }
    assertEquals(406, as(document, "image/png").statusCode());
  }

  /** What a document is in this form; all forms are of one state. */
  private HttpResponse<String> in(String document, String mediaType) {
    HttpResponse<String> answer = as(document, mediaType);
    assertEquals(200, answer.statusCode(), answer.body());
    String told = answer.headers().firstValue("Content-Type").orElseThrow();
    assertTrue(told.startsWith(mediaType), told);
    String state = answer.headers().firstValue("X-Coedit-State").orElseThrow();
    assertEquals(alice.stateHash(document), "1 " + state);
    return answer;
  }

  private HttpResponse<String> as(String document, String mediaType) {
    String path = "/api/v1/documents/" + document + "/content";
    return Api.bare(
        SERVER.address(), "GET", path, "", "Accept", mediaType, "Cookie", alice.cookieHeader());
  }

  /** Under a key of its own. */
  private HttpResponse<String> upload(String type, String mediaType, String content) {
    String address = "/api/v1/documents/import?type=" + type + "&title=Another";
    return alice.upload(address, mediaType, content.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  @Test
  void whatIsNoContentMakesNothing() {
    int before = documents();
    assertEquals("400 invalid-operation", code(begin("yjs", "application/vnd.yjs.update-v1", "x")));
    assertEquals("400 invalid-operation", code(begin("yjs", "application/vnd.yjs.update-v2", "x")));
    assertEquals("400 invalid-operation", code(begin("yjs", "text/html", "<p>x</p>")));
    assertEquals("400 invalid-operation", code(begin("richtext", "application/json", "{}")));
    assertEquals("400 invalid-text", code(begin("text", "text/plain", "\0")));
    assertEquals("400 unknown-type", code(begin("nothing", "text/plain", "x")));
    assertEquals("400 protocol", code(begin("text", "text/plain; charset=latin1", "x")));
    byte[] much = new byte[(4 << 20) + 1];
    Arrays.fill(much, (byte) 'x');
    assertEquals("413 too-large", code(begin(alice, "text", "text/plain", much)));
    byte[] tooMuch = new byte[(16 << 20) + 1];
    assertEquals("413 too-large", code(begin(alice, "text", "text/plain", tooMuch)));
    assertEquals(before, documents());
    String document = id(begin("text", "text/plain", "good"));
    assertEquals("409 sequence-reused", code(begin("text", "text/plain", "another")));
    assertEquals("409 sequence-reused", code(begin("yjs", "text/plain", "good")));
    assertEquals(new Api.Content(1, "good"), alice.content(document));
  }

  @Test
  void whoIsNotSignedInOrComesFromElsewhereMakesNothing() {
    String address = "/api/v1/documents/import?type=text&title=x";
    String here = SERVER.address().toString();
    assertEquals(
        401,
        Api.bare(
                SERVER.address(),
                "POST",
                address,
                "x",
                "Content-Type",
                "text/plain",
                "Origin",
                here)
            .statusCode());
    assertEquals(
        403,
        Api.bare(
                SERVER.address(),
                "POST",
                address,
                "x",
                "Content-Type",
                "text/plain",
                "Origin",
                here,
                "Cookie",
                alice.cookieHeader())
            .statusCode());
  }
}
