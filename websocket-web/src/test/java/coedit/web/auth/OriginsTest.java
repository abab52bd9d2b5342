package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private static final Map<String, String> HTTP_1 = Map.of("Host", "127.0.0.1:9080");
  private static final Map<String, String> HTTP_2 = Map.of();

  private final Origins origins = new Origins(Set.of("https://docs.example.org"));

  @Test
  void aToolThatIsNoBrowserIsLetThrough() {
    assertTrue(origins.admits(request(HTTP_1)));
    assertTrue(origins.admits(request(HTTP_2)));
  }

  @Test
  void ourOwnOriginPassesWithAndWithoutAHostHeader() {
    assertTrue(origins.admits(request(HTTP_1, "Origin", "http://127.0.0.1:9080")));
    assertTrue(origins.admits(request(HTTP_2, "Origin", "http://127.0.0.1:9080")));
    assertTrue(origins.admits(request(HTTP_1, "Origin", "https://docs.example.org")));
  }

  @Test
  void foreignAndOpaqueOriginsAreRefused() {
    for (Map<String, String> version : Set.of(HTTP_1, HTTP_2)) {
      for (String origin :
          Set.of("null", "http://null", "http://127.0.0.1:9081", "https://127.0.0.1:9080", "")) {
        assertFalse(origins.admits(request(version, "Origin", origin)), origin + version);
      }
    }
  }

  @Test
  void aRequestThatTheBrowserCallsForeignIsRefused() {
    assertTrue(origins.admits(request(HTTP_1, "Sec-Fetch-Site", "same-origin")));
    assertTrue(origins.admits(request(HTTP_1, "Sec-Fetch-Site", "none")));
    assertFalse(origins.admits(request(HTTP_1, "Sec-Fetch-Site", "same-site")));
    assertFalse(origins.admits(request(HTTP_1, "Sec-Fetch-Site", "cross-site")));
  }

  @Test
  void anAddressWithColonsGetsItsBrackets() {
    assertEquals("http://[::1]:9080", Origins.own(request("::1", HTTP_2)));
    assertEquals("http://[::1]:9080", Origins.own(request("[::1]", HTTP_2)));
  }

  private static HttpServletRequest request(
      Map<String, String> version, String header, String value) {
    Map<String, String> headers = new HashMap<>(version);
    headers.put(header, value);
    return request("127.0.0.1", headers);
  }

  private static HttpServletRequest request(Map<String, String> headers) {
    return request("127.0.0.1", headers);
  }

  private static HttpServletRequest request(String serverName, Map<String, String> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            OriginsTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getHeader" -> headers.get(arguments[0]);
                  case "getScheme" -> "http";
                  case "getServerName" -> serverName;
                  case "getServerPort" -> 9080;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
