package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

  @Test
  void cookiesAreStrictUnlessSomebodyMayShowThePageInAFrame() {
    Embedding nobody = new Embedding(Set.of());
    assertEquals(Map.of("SameSite", "Strict"), nobody.attributes());
    assertEquals("'none'", nobody.ancestors());
    Embedding intranet = new Embedding(Set.of("https://b.example", "https://a.example:8443"));
    assertEquals("None", intranet.attributes().get("SameSite"));
    assertEquals("https://a.example:8443 https://b.example", intranet.ancestors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"intranet", "'none'", "https://a.example; script-src *", "*", "data:"})
  void whatIsNoOriginIsNoSetting(String wrong) {
    assertThrows(IllegalArgumentException.class, () -> new Embedding(Set.of(wrong)));
  }
}
