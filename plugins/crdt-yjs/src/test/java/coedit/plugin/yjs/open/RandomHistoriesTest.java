package coedit.plugin.yjs.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import coedit.plugin.yjs.export.Exports;
import coedit.plugin.yjs.open.OpenOracle.History;
import coedit.plugin.yjs.open.SharedType.Kind;
import coedit.plugin.yjs.read.Contents;
import coedit.plugin.yjs.read.Json;
import coedit.plugin.yjs.read.JsonWriter;
import coedit.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random histories of real Yjs clients over all types, delivered in good order and in bad: the
 * document ends as in Yjs, with the same garbage collected. {@code -Dcoedit.histories=} makes it
 * long.
 */
class RandomHistoriesTest {

  private static final int ROUNDS = 30;

  private static OpenOracle oracle;

  @BeforeAll
  static void startOracle() throws IOException {
    oracle = new OpenOracle();
  }

  @AfterAll
  static void stopOracle() throws IOException, InterruptedException {
    oracle.close();
  }

  @ParameterizedTest
  @CsvSource({
    "causal, true",
    "causal, false",
    "shuffled, true",
    "shuffled, false",
    "reversed, true",
    "doubled, true",
    "doubled, false",
    "merged, true",
    "merged, false",
    "cut, true",
    "cut, false",
    "whole, true",
    "whole, false"
  })
  void endsAsYjsDoes(String delivery, boolean collects) {
    Seeds.forEach("endsAsYjsDoes", ROUNDS, seed -> endsAsYjsDoes(seed, delivery, collects));
  }

  private static void endsAsYjsDoes(long seed, String delivery, boolean collects) {
    String name = "seed " + seed + ", " + delivery + (collects ? ", collected" : "");
    History history = oracle.history(seed, collects, delivery);
    OpenDocument document = new OpenDocument(collects, Limits.DEFAULT);
    for (byte[] update : history.updates()) {
      document.apply(update);
      document.checkInvariants();
    }
    assertEquals(history.text(), Contents.text(document.root("text")), name);
    assertFalse(document.hasPending(), name);
    assertArrayEquals(history.stateVector(), document.encodeStateVector(), name);
    byte[] snapshot = OpenOracle.bytes(oracle.ask("snapshot")[0]);
    assertArrayEquals(snapshot, document.encodeSnapshot(), name);
    compareViews(document, name);
    assertEquals("same", oracle.compare(document.encodeState()), name);
    assertArrayEquals(history.state(), document.encodeState(), name);
  }

  @Test
  void whatWaitsIsPassedOnAndComesWithWhatWasMissing() {
    Seeds.forEach(
        "whatWaitsIsPassedOnAndComesWithWhatWasMissing", ROUNDS, RandomHistoriesTest::passOn);
  }

  private static void passOn(long seed) {
    History history = oracle.history(seed, true, "causal");
    Random random = new Random(seed);
    OpenDocument first = new OpenDocument();
    List<byte[]> missing = new ArrayList<>();
    for (byte[] update : history.updates()) {
      if (random.nextInt(6) == 0) {
        missing.add(update);
      } else {
        first.apply(update);
      }
    }
    OpenDocument second = new OpenDocument();
    second.apply(first.encodeDifference(new byte[] {0}));
    second.checkInvariants();
    assertEquals(first.hasPending(), second.hasPending(), "seed " + seed);
    Collections.shuffle(missing, random);
    missing.forEach(second::apply);
    second.checkInvariants();
    assertFalse(second.hasPending(), "seed " + seed);
    assertArrayEquals(history.stateVector(), second.encodeStateVector(), "seed " + seed);
    String text = Contents.text(second.root("text"));
    // Where a pair of surrogates is cut depends on the order of arrival, in Yjs too.
    if (text.indexOf('\ufffd') < 0 && history.text().indexOf('\ufffd') < 0) {
      assertEquals(history.text(), text, "seed " + seed);
    }
  }

  private static void compareViews(OpenDocument document, String name) {
    String[] views = oracle.ask("view");
    assertEquals(views[0], Json.delta(document.root("text")), name);
    assertEquals(views[1], Json.of(document.root("array"), Kind.ARRAY), name);
    assertEquals(views[2], Json.of(document.root("map"), Kind.MAP), name);
    assertEquals(views[3], Json.of(document.root("xml"), Kind.XML_FRAGMENT), name);
    String xml = Exports.export(document, Exports.XML, Optional.of("xml")).orElseThrow();
    assertEquals(views[4], quoted(unescaped(xml)), name);
  }

  private static String unescaped(String xml) {
    return xml.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder();
    JsonWriter.writeText(text, json);
    return json.toString();
  }
}
