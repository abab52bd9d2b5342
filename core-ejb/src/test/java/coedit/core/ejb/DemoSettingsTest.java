package coedit.core.ejb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** Where the demo, whose passwords everybody knows, may be had. */
class DemoSettingsTest {

  @Test
  void theDemoIsForThisMachineOnly() {
    assertTrue(read("coedit.origins", "http://localhost:3000"));
    assertTrue(read("coedit.origins", "http://[::1]:3000"));
    assertTrue(read("coedit.embed.origins", "http://127.0.0.1:*"));
    for (String[] wrong :
        new String[][] {
          {"coedit.http.host", "*"},
          {"coedit.https.host", "192.0.2.1"},
          {"coedit.origins", "https://docs.example.org"},
          {"coedit.origins", "http://localhost.example.org"},
          {"coedit.origins", "http://127.0.0.1.example.org:9080"},
          {"coedit.embed.origins", "https://*.example.org"}
        }) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> read(wrong[0], wrong[1]), wrong[1]);
      assertTrue(refused.getMessage().contains(wrong[0]), refused.getMessage());
    }
  }

  private static boolean read(String name, String value) {
    Map<String, String> settings = Map.of("coedit.demo", "true", name, value);
    return CoreSettings.read(config(settings)).demo();
  }

  @Test
  void withoutTheDemoOriginsMayBeAnybodys() {
    Map<String, String> settings = Map.of("coedit.origins", "https://docs.example.org");
    assertEquals(false, CoreSettings.read(config(settings)).demo());
  }

  private static Config config(Map<String, String> settings) {
    return (Config)
        Proxy.newProxyInstance(
            DemoSettingsTest.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) -> {
              Optional<String> value = Optional.ofNullable(settings.get((String) arguments[0]));
              if (method.getName().equals("getOptionalValues")) {
                return value.map(List::of);
              }
              Class<?> type = (Class<?>) arguments[1];
              return type == Boolean.class ? value.map(Boolean::valueOf) : value;
            });
  }
}
