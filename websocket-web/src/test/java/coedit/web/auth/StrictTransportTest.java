package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrictTransportTest {

  private final StrictTransport year = new StrictTransport(Optional.of(Duration.ofDays(365)));

  @Test
  void browsersAreToldOverHttpsAlone() {
    assertEquals(Optional.of("max-age=31536000"), year.value(true, "docs.example.org"));
    assertEquals(Optional.empty(), year.value(false, "docs.example.org"));
  }

  @Test
  void otherServersOfThisMachineStayReachable() {
    assertEquals(Optional.empty(), year.value(true, "localhost"));
    assertEquals(Optional.empty(), year.value(true, "docs.localhost"));
    assertEquals(Optional.of("max-age=31536000"), year.value(true, "notlocalhost"));
  }

  @Test
  void nothingIsToldUnlessTheOperatorSaysSo() {
    StrictTransport none = new StrictTransport(Optional.empty());
    assertEquals(Optional.empty(), none.value(true, "docs.example.org"));
    StrictTransport forget = new StrictTransport(Optional.of(Duration.ZERO));
    assertEquals(Optional.of("max-age=0"), forget.value(true, "docs.example.org"));
  }

  @Test
  void aNegativeTimeIsNoSetting() {
    Optional<Duration> wrong = Optional.of(Duration.ofSeconds(-1));
    assertThrows(IllegalArgumentException.class, () -> new StrictTransport(wrong));
  }
}
