package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryNameTest {

  private static final String EDITORS = "cn=editors,ou=groups,dc=example,dc=org";

  private static String name(String spelled, Map<String, String> identities) throws Exception {
    return RegistryName.of(spelled, asked -> Optional.ofNullable(identities.get(asked)));
  }

  @Test
  void everySpellingOfAnEntryIsOneName() throws Exception {
    Map<String, String> directory =
        Map.of("editors", EDITORS, "EDITORS", EDITORS, EDITORS, EDITORS, "ed@example.org", EDITORS);
    for (String spelled : directory.keySet()) {
      assertEquals("editors", name(spelled, directory), spelled);
    }
  }

  @Test
  void distinguishedNamesAreComparedAsSuch() throws Exception {
    assertEquals(
        "editors",
        name(
            EDITORS,
            Map.of(EDITORS, EDITORS, "editors", "CN=Editors, OU=groups,dc=example,dc=org")));
  }

  @Test
  void aRegistryOfShortNamesIsTakenAtItsWord() throws Exception {
    assertEquals("editors", name("editors", Map.of("editors", "editors")));
    assertEquals("a=b", name("a=b", Map.of("a=b", "a=b")));
  }

  @Test
  void aShortNameThatIsAnothersIsNotUsed() throws Exception {
    String elsewhere = "cn=editors,ou=partners,dc=example,dc=org";
    assertEquals(elsewhere, name(elsewhere, Map.of(elsewhere, elsewhere, "editors", EDITORS)));
  }

  @Test
  void aShortNameThatIsNobodysOrManysIsNotUsed() throws Exception {
    assertEquals(EDITORS, name(EDITORS, Map.of(EDITORS, EDITORS)));
  }

  @Test
  void aShortNameThatAFilterWouldMisreadIsNotLookedUp() throws Exception {
    String all = "cn=*,ou=groups,dc=example,dc=org";
    assertEquals(all, name(all, Map.of(all, all, "*", all)));
  }

  @Test
  void signsOfFiltersAndLinesAreNotPlain() {
    assertTrue(RegistryName.isPlain("Åsa Öberg-Smith"));
    for (String special : new String[] {"*", "a)(uid=*", "a\nb", "cn=x", "", " "}) {
      assertFalse(RegistryName.isPlain(special), special);
    }
  }
}
