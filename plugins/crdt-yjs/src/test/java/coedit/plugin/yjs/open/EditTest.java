package coedit.plugin.yjs.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.open.OpenOracle.History;
import coedit.plugin.yjs.open.SharedType.Kind;
import coedit.plugin.yjs.read.Json;
import coedit.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Edits of the server's own, against a list of formatted characters and against real Yjs. */
class EditTest {

  private static final int ROUNDS = 30;
  private static final List<Map<String, String>> FORMATS =
      List.of(
          Map.of(),
          Map.of("bold", "true"),
          Map.of("bold", "true", "color", "\"red\""),
          Map.of("color", "\"blue\""));
  private static final List<Map<String, String>> CHANGES =
      List.of(
          Map.of("bold", "true"),
          Map.of("bold", "null"),
          Map.of("color", "\"red\"", "bold", "null"),
          Map.of("color", "\"blue\""));

  private record Cell(char unit, Map<String, String> formats) {}

  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void editsTextAsAListOfFormattedCharacters(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    OpenDocument document = new OpenDocument();
    OpenDocument follower = new OpenDocument();
    List<Cell> cells = new ArrayList<>();
    for (int round = 0; round < ROUNDS * 5; round++) {
      Edit edit = document.edit(1 + random.nextInt(3));
      change(random, edit, document.root("text"), cells);
      follower.apply(edit.finish());
      document.checkInvariants();
      assertEquals(delta(cells), Json.delta(document.root("text")), "round " + round);
      assertArrayEquals(document.encodeState(), follower.encodeState(), "round " + round);
    }
  }

  private static void change(Random random, Edit edit, SharedType text, List<Cell> cells) {
    int at = random.nextInt(cells.size() + 1);
    int length = random.nextInt(Math.min(8, cells.size() - at + 1));
    switch (random.nextInt(4)) {
      case 0 -> {
        Map<String, String> formats = FORMATS.get(random.nextInt(FORMATS.size()));
        edit.insertText(text, at, "ab", formats);
        cells.addAll(at, List.of(new Cell('a', formats), new Cell('b', formats)));
      }
      case 1 -> {
        edit.insertText(text, at, "x");
        cells.add(at, new Cell('x', at == 0 ? Map.of() : cells.get(at - 1).formats));
      }
      case 2 -> {
        Map<String, String> change = CHANGES.get(random.nextInt(CHANGES.size()));
        edit.format(text, at, length, change);
        for (int i = at; i < at + length; i++) {
          Map<String, String> formats = new TreeMap<>(cells.get(i).formats);
          formats.putAll(change);
          formats.values().removeIf("null"::equals);
          cells.set(i, new Cell(cells.get(i).unit, formats));
        }
      }
      default -> {
        edit.delete(text, at, length);
        cells.subList(at, at + length).clear();
      }
    }
  }

  private static String delta(List<Cell> cells) {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < cells.size(); ) {
      int end = i;
      StringBuilder run = new StringBuilder();
      while (end < cells.size() && cells.get(end).formats.equals(cells.get(i).formats)) {
        run.append(cells.get(end++).unit);
      }
      out.append(i == 0 ? "" : ",").append("{\"insert\":\"").append(run).append('"');
      List<String> formats = new ArrayList<>();
      new TreeMap<>(cells.get(i).formats).forEach((k, v) -> formats.add("\"" + k + "\":" + v));
      out.append(formats.isEmpty() ? "" : ",\"attributes\":{" + String.join(",", formats) + "}");
      out.append('}');
      i = end;
    }
    return out.append(']').toString();
  }

  @Test
  void yjsReadsTheEditsOfADocumentThatItsClientsWrote() throws IOException, InterruptedException {
    OpenOracle oracle = new OpenOracle();
    Seeds.forEach(
        "yjsReadsTheEditsOfADocumentThatItsClientsWrote",
        ROUNDS,
        seed -> editAndCompare(oracle, seed));
    oracle.close();
  }

  private static void editAndCompare(OpenOracle oracle, long seed) {
    History history = oracle.history(seed, true, "causal");
    OpenDocument document = new OpenDocument();
    history.updates().forEach(document::apply);
    Random random = new Random(seed);
    Edit edit = document.edit(77);
    SharedType text = document.root("text");
    edit.insertText(text, random.nextInt(text.length() + 1), "server", Map.of("bold", "true"));
    edit.format(text, 0, random.nextInt(text.length()), Map.of("italic", "null"));
    edit.insertEmbed(text, text.length(), "{\"image\":\"i\"}", Map.of());
    edit.delete(text, 0, random.nextInt(text.length()));
    SharedType array = document.root("array");
    edit.push(array, List.of(new AnyValue.Numeric(1.5), new AnyValue.Text("é")));
    edit.delete(array, 0, 1);
    edit.set(document.root("map"), "k", AnyValue.Constant.TRUE);
    edit.remove(document.root("map"), "key");
    editXml(random, edit, document);
    byte[] update = edit.finish();
    document.checkInvariants();
    oracle.ask("apply", Base64.getEncoder().encodeToString(update));
    String[] views = oracle.ask("view");
    assertEquals(views[0], Json.delta(document.root("text")), "seed " + seed);
    assertEquals(views[1], Json.of(document.root("array"), Kind.ARRAY), "seed " + seed);
    assertEquals(views[2], Json.of(document.root("map"), Kind.MAP), "seed " + seed);
    assertEquals(views[3], Json.of(document.root("xml"), Kind.XML_FRAGMENT), "seed " + seed);
    assertEquals("same", oracle.compare(document.encodeState()), "seed " + seed);
  }

  /** Types inside types, made and filled in the same transaction. */
  private static void editXml(Random random, Edit edit, OpenDocument document) {
    SharedType fragment = document.root("xml");
    int at = random.nextInt(fragment.length() + 1);
    SharedType heading = edit.insertElement(fragment, at, "heading");
    edit.set(heading, "level", new AnyValue.Text("2"));
    SharedType title = edit.insertType(heading, 0, Kind.XML_TEXT);
    edit.insertText(title, 0, "a title", Map.of());
    edit.format(title, 2, 5, Map.of("bold", "true"));
    edit.insertElement(heading, 1, "em");
    edit.insertElement(heading, 0, "gone");
    edit.delete(heading, 0, 1);
    SharedType inner = edit.setType(document.root("map"), "inner", Kind.MAP);
    edit.set(inner, "known", AnyValue.Constant.TRUE);
    SharedType list = edit.setType(inner, "list", Kind.ARRAY);
    edit.push(list, List.of(new AnyValue.Text("x")));
    SharedType nested = edit.insertType(list, 0, Kind.TEXT);
    edit.insertText(nested, 0, "nested");
    edit.setType(document.root("map"), "text", Kind.TEXT);
  }

  @Test
  void givesTheSameBytesForTheSameEdits() {
    byte[][] updates = new byte[2][];
    for (int i = 0; i < 2; i++) {
      OpenDocument document = new OpenDocument();
      Edit edit = document.edit(9);
      edit.insertText(document.root("text"), 0, "hello ", Map.of());
      edit.insertText(document.root("text"), 6, "world", Map.of("bold", "true"));
      edit.set(document.root("map"), "title", new AnyValue.Text("t"));
      updates[i] = edit.finish();
    }
    assertArrayEquals(updates[0], updates[1]);
  }

  @Test
  void anEditWithoutAChangeIsTheEmptyUpdate() {
    assertArrayEquals(new byte[] {0, 0}, new OpenDocument().edit(1).finish());
  }

  @Test
  void refusesPlacesThatAreNotThere() {
    OpenDocument document = new OpenDocument();
    Edit edit = document.edit(1);
    SharedType text = document.root("text");
    assertThrows(IndexOutOfBoundsException.class, () -> edit.insertText(text, 1, "x"));
    edit.insertText(text, 0, "x");
    assertThrows(IndexOutOfBoundsException.class, () -> edit.delete(text, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> edit.setType(text, "key", Kind.XML_ELEMENT));
  }

  @Test
  void aDocumentDoesNotGrowByWhatIsNoLongerInIt() {
    OpenDocument document = new OpenDocument();
    SharedType map = document.root("map");
    for (int round = 0; round < 20_000; round++) {
      Edit edit = document.edit(1);
      edit.set(map, "counter", new AnyValue.Text("counted to " + round));
      edit.finish();
    }
    document.checkInvariants();
    assertEquals("{\"counter\":\"counted to 19999\"}", Json.of(map, Kind.MAP));
    assertTrue(document.residentBytes() < 100_000, document.residentBytes() + " bytes");
    assertTrue(document.encodeState().length < 100, document.encodeState().length + " bytes");
  }
}
