package coedit.core.ejb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.model.Access;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** What {@code coedit.documents.everyone} may be. */
class EveryoneSettingTest {

  private static Access everyone(Optional<String> set, boolean demo) {
    Config config =
        (Config)
            Proxy.newProxyInstance(
                EveryoneSettingTest.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> set);
    return CoreSettings.newDocuments(config, demo);
  }

  @Test
  void everyRightButThatToAdminister() {
    for (Access access : List.of(Access.NONE, Access.VIEW, Access.COMMENT, Access.EDIT)) {
      assertEquals(access, everyone(Optional.of(access.word()), false));
    }
    for (String wrong : List.of("admin", "EDIT", "all")) {
      assertThrows(
          IllegalArgumentException.class, () -> everyone(Optional.of(wrong), false), wrong);
    }
  }

  @Test
  void nothingUnlessItIsSetOrTheDemo() {
    assertEquals(Access.NONE, everyone(Optional.empty(), false));
    assertEquals(Access.EDIT, everyone(Optional.empty(), true));
  }
}
