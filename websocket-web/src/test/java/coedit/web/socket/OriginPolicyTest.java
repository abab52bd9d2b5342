package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {

  private final OriginPolicy policy = new OriginPolicy(Set.of("https://docs.example.org"));

  @ParameterizedTest
  @CsvSource({
    "http://a.example:9080,      http://a.example:9080, true,  true",
    "HTTP://A.example:9080,      http://a.example:9080, true,  true",
    "https://a.example,          https://a.example:443, true,  true",
    "https://docs.example.org,   http://a.example:9080, true,  true",
    "https://a.example:9080,     http://a.example:9080, true,  false",
    "http://a.example,           http://a.example:9080, true,  false",
    "http://b.example:9080,      http://a.example:9080, true,  false",
    "http://a.example:9080.evil, http://a.example:9080, true,  false",
    "http://a.example:9080,      http://null,           false, false",
    "null,                       http://a.example:9080, true,  false",
    "'',                         http://a.example:9080, false, false",
    ",                           http://a.example:9080, true,  false",
    ",                           http://a.example:9080, false, true",
  })
  void admitsOwnAndConfiguredPages(String origin, String own, boolean cookie, boolean admitted) {
    assertEquals(admitted, policy.admits(origin, own, cookie));
  }
}
