package coedit.plugin.yjs.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coedit.plugin.yjs.update.UpdateStore.Reception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Updates that yjs 13.6.33 wrote, one of each kind of content: what is stored in documents for ever
 * is read for ever.
 */
class GoldenUpdatesTest {

  private final Map<String, String> golden = read();

  /** Where Yjs writes something else it is longer by what it need not say. */
  @Test
  void canonicalFormIsMostlyWhatYjsWrites() {
    Map<String, String> expected = new HashMap<>(golden);
    // Content of deleted clocks is left out.
    expected.put("kept-deleted", golden.get("deleted"));
    // A run that something of another client stands in.
    expected.put("two-clients", "02010200c4010001010158" + "0101000401017402616200");
    // No key bit beside an origin.
    expected.put("map", golden.get("map").replace("a80100", "880100"));
    golden.forEach(
        (name, hex) -> {
          UpdateStore store = UpdateStore.of(List.of(YjsReference.bytes(hex)));
          assertEquals(expected.get(name), YjsReference.hex(store.content()), name);
          assertArrayEquals(store.content(), UpdateStore.of(store.content()).content(), name);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "empty,00",
    "string,010104",
    "deleted,010104",
    "collected,010103",
    "format,010103",
    "any,01010b",
    "types,010107",
    "xml,010104",
    "document,010101",
    "large-client,01ffffffffffffff0f01",
    "two-clients,0202010102",
    "origins,00",
    "skip,010101",
    "legacy-json,010103"
  })
  void countsItsClocks(String name, String vector) {
    UpdateStore store = UpdateStore.of(List.of(YjsReference.bytes(golden.get(name))));
    assertEquals(vector, YjsReference.hex(store.stateVector()));
  }

  /** Each clock on its own, and all put together again. */
  @Test
  void everyCutRejoins() {
    golden.forEach(
        (name, hex) -> {
          byte[] whole = UpdateStore.of(List.of(YjsReference.bytes(hex))).content();
          for (int cut = 1; cut < 12; cut++) {
            byte[] vector = new byte[] {1, 1, (byte) cut};
            byte[] rest = Updates.diff(whole, StateVector.read(vector));
            if (name.equals("string") && cut == 3) {
              continue; // through a surrogate pair: both halves are lost, as in Yjs
            }
            UpdateStore store = UpdateStore.of(List.of(rest));
            Reception reception = store.receive(whole);
            if (reception instanceof Reception.News news) {
              assertArrayEquals(whole, news.next().content(), name + " cut at " + cut);
            } else {
              assertInstanceOf(Reception.Nothing.class, reception);
              assertArrayEquals(whole, store.content(), name + " cut at " + cut);
            }
          }
        });
  }

  @Test
  void aCutSurrogatePairLeavesTwoReplacementCharacters() {
    byte[] whole = YjsReference.bytes(golden.get("string"));
    byte[] rest = Updates.diff(whole, StateVector.read(YjsReference.bytes("010103")));
    assertEquals("0101010384010203efbfbd00", YjsReference.hex(rest));
    byte[] front = YjsReference.bytes("0101010004010174" + "07" + "61c3bcf09f9880" + "00");
    assertArrayEquals(front, Updates.merge(List.of(rest, front)));
  }

  private static Map<String, String> read() {
    try (InputStream in = GoldenUpdatesTest.class.getResourceAsStream("/golden/updates.txt")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return all.lines()
          .map(line -> line.split(" "))
          .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
