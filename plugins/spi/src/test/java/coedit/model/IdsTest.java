package coedit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 35, 36, 46_655, Long.MAX_VALUE})
  void clientIdReadsBackAsPrinted(long value) {
    ClientId id = new ClientId(value);
    assertEquals(Optional.of(id), ClientId.parse(id.toString()));
  }

  @Test
  void clientIdIsPrintedInBase36() {
    assertEquals("z", new ClientId(35).toString());
    assertEquals("1y2p0ij32e8e7", new ClientId(Long.MAX_VALUE).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "+1",
        "01",
        "Z",
        " 1",
        "1 ",
        "1y2p0ij32e8e8",
        "10000000000000",
        "٣"
      })
  void otherTextIsNoClientId(String text) {
    assertEquals(Optional.empty(), ClientId.parse(text));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void clientIdsArePositive(long value) {
    assertThrows(IllegalArgumentException.class, () -> new ClientId(value));
  }

  @Test
  void documentIdReadsBackAsPrinted() {
    DocumentId id = new DocumentId(UUID.fromString("0123abcd-0000-4000-8000-00000000ffff"));
    assertEquals("0123abcd-0000-4000-8000-00000000ffff", id.toString());
    assertEquals(Optional.of(id), DocumentId.parse(id.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123abcd",
        "0123abcd-0000-4000-8000-00000000fff",
        "0123abcd-0000-4000-8000-00000000ffffa",
        "0123abcd00004000800000000000ffffaaaa",
        "0123abcg-0000-4000-8000-00000000ffff",
        "-123abcd-0000-4000-8000-00000000ffff",
        "0123abcd-0000-4000-8000-+0000000ffff",
        "0123abcd0-000-4000-8000-00000000ffff",
        "0123ABCD-0000-4000-8000-00000000FFFF"
      })
  void otherTextIsNoDocumentId(String text) {
    assertEquals(Optional.empty(), DocumentId.parse(text));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void clientSequencesStartAtOne(long sequence) {
    assertThrows(
        IllegalArgumentException.class, () -> new OperationName(new ClientId(1), sequence));
  }
}
