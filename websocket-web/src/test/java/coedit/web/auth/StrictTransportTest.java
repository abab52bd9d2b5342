package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictTransportTest {

  private final StrictTransport year = new StrictTransport(Optional.of("max-age=31536000"));

  @Test
  void otherServersOfThisMachineStayReachable() {
    assertEquals(Optional.of("max-age=0"), year.instead(true, "localhost"));
    assertEquals(Optional.of("max-age=0"), year.instead(true, "docs.localhost"));
    assertEquals(Optional.empty(), year.instead(false, "localhost"));
    assertEquals(Optional.empty(), year.instead(true, "notlocalhost"));
    assertEquals(Optional.empty(), year.instead(true, "docs.example.org"));
    assertEquals(
        Optional.empty(), new StrictTransport(Optional.empty()).instead(true, "localhost"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max-age=0", "max-age=86400; includeSubDomains", "max-age=1;includeSubDomains"})
  void theValueIsTheHeaders(String value) {
    assertEquals(value, new StrictTransport(Optional.of(value)).value().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"P365D", "31536000", "max-age=-1", "max-age=1\r\nX: y", "includeSubDomains"})
  void whatBrowsersWouldNotUnderstandIsNoSetting(String wrong) {
    Optional<String> value = Optional.of(wrong);
    assertThrows(IllegalArgumentException.class, () -> new StrictTransport(value));
  }
}
