package coedit.plugin.yjs.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.plugin.yjs.update.UpdateStore.Reception;
import coedit.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random histories of several people over all shared types, made by real Yjs: whatever way the
 * updates take through this package, Yjs reads the same document from what comes out.
 */
class UpdateReferenceTest {

  private static final int ROUNDS = 290;

  private static YjsReference yjs;

  /** One round of a test. */
  @FunctionalInterface
  private interface Round {
    void run(List<byte[]> updates, Random random);
  }

  @BeforeAll
  static void startReference() {
    yjs = new YjsReference();
  }

  @AfterAll
  static void stopReference() throws Exception {
    yjs.close();
  }

  @Test
  void contentReadsAsTheHistoryItself() {
    forEachHistory(
        "contentReadsAsTheHistoryItself",
        (updates, random) -> {
          UpdateStore store = UpdateStore.of(updates);
          YjsReference.Loaded expected = yjs.load(updates);
          YjsReference.Loaded actual = yjs.load(store.content());
          assertEquals(expected.content(), actual.content());
          assertEquals(expected.vector(), actual.vector());
          assertEquals(expected.vector(), YjsReference.hex(store.stateVector()));
        });
  }

  /**
   * Yjs tries again what waits only when the lowest clock it noted has come, and notes one per
   * client: so it may take structs in line later than it could, never earlier.
   */
  @Test
  void stateVectorCountsWhatIsInLineAfterEveryUpdate() {
    forEachHistory(
        "stateVectorCountsWhatIsInLineAfterEveryUpdate",
        (updates, random) -> {
          List<byte[]> shuffled = disordered(updates, random);
          YjsReference.Loaded expected = yjs.load(shuffled);
          UpdateStore store = UpdateStore.empty();
          NaiveOrder naive = new NaiveOrder();
          for (int i = 0; i < shuffled.size(); i++) {
            store = received(store, shuffled.get(i));
            naive.add(shuffled.get(i));
            StateVector ours = StateVector.read(store.stateVector());
            naive.check(ours, StateVector.read(YjsReference.bytes(expected.vectors().get(i))));
          }
          YjsReference.Loaded actual = yjs.load(store.content());
          assertEquals(halvesMasked(expected.content()), halvesMasked(actual.content()));
          assertEquals(expected.vector(), YjsReference.hex(store.stateVector()));
        });
  }

  @Test
  void mergedUpdatesReadAsTheSeparateOnes() {
    forEachHistory(
        "mergedUpdatesReadAsTheSeparateOnes",
        (updates, random) -> {
          List<byte[]> some = disordered(updates, random).subList(0, (updates.size() + 1) / 2);
          byte[] ours = Updates.merge(some);
          byte[] theirs = yjs.merge(some);
          YjsReference.Loaded expected = yjs.load(theirs);
          YjsReference.Loaded actual = yjs.load(ours);
          // Where an emoji is cut in two, Yjs has replaced its halves, and we have not.
          assertEquals(halvesMasked(expected.content()), halvesMasked(actual.content()));
          assertEquals(expected.vector(), actual.vector());
          assertEquals(yjs.vector(ours), YjsReference.hex(Updates.stateVector(ours)));
          assertEquals(yjs.vector(theirs), YjsReference.hex(Updates.stateVector(theirs)));
        });
  }

  @Test
  void differencesBringWhatIsMissing() {
    forEachHistory(
        "differencesBringWhatIsMissing",
        (updates, random) -> {
          int had = random.nextInt(updates.size() + 1);
          UpdateStore all = UpdateStore.of(updates);
          UpdateStore before = UpdateStore.of(updates.subList(0, had));
          byte[] vector = before.stateVector();
          byte[] missing = all.missing(StateVector.read(vector));
          String expected = yjs.load(updates).content();
          assertEquals(expected, yjs.load(List.of(before.content(), missing)).content());
          byte[] theirs = yjs.diff(all.content(), vector);
          assertEquals(expected, yjs.load(List.of(before.content(), theirs)).content());
        });
  }

  @Test
  void contentIsTheSameWhateverTheOrder() {
    forEachHistory(
        "contentIsTheSameWhateverTheOrder",
        "edits",
        (updates, random) -> {
          byte[] expected = UpdateStore.of(updates).content();
          List<byte[]> shuffled = new ArrayList<>(updates);
          Collections.shuffle(shuffled, random);
          assertArrayEquals(expected, UpdateStore.of(shuffled).content());
          List<byte[]> grouped = new ArrayList<>();
          for (int i = 0; i < shuffled.size(); ) {
            int size = Math.min(1 + random.nextInt(4), shuffled.size() - i);
            grouped.add(Updates.merge(shuffled.subList(i, i + size)));
            i += size;
          }
          assertArrayEquals(expected, UpdateStore.of(grouped).content());
          assertArrayEquals(expected, UpdateStore.of(expected).content());
        });
  }

  @Test
  void whatWasStrippedAndReopenedOnTheWayLeadsToTheSame() {
    forEachHistory(
        "whatWasStrippedAndReopenedOnTheWayLeadsToTheSame",
        (updates, random) -> {
          List<byte[]> disordered = disordered(updates, random);
          UpdateStore live = UpdateStore.empty();
          UpdateStore replayed = UpdateStore.empty();
          for (byte[] update : disordered) {
            if (live.receive(update) instanceof Reception.News news) {
              live = news.next();
              Reception replay = replayed.receive(news.update());
              Reception.News again = assertInstanceOf(Reception.News.class, replay);
              assertArrayEquals(news.update(), again.update());
              replayed = again.next();
            }
            if (random.nextInt(4) == 0) {
              replayed = UpdateStore.of(replayed.content());
            }
            assertArrayEquals(live.stateVector(), replayed.stateVector());
            assertEquals(live.clients(), replayed.clients());
          }
          assertArrayEquals(live.content(), replayed.content());
          for (byte[] update : updates) {
            assertInstanceOf(Reception.Nothing.class, live.receive(update));
          }
        });
  }

  @Test
  void tenThousandKeystrokesTakeNoMoreThanInAnOpenedDocument() {
    List<byte[]> typed = yjs.typing(Seeds.first(), 10_000);
    byte[] encoded = typed.get(0);
    List<byte[]> keystrokes = typed.subList(1, typed.size());
    UpdateStore store = UpdateStore.of(keystrokes);
    assertTrue(
        store.content().length <= encoded.length,
        () -> store.content().length + " bytes, Yjs " + encoded.length);
    byte[] merged = Updates.merge(keystrokes);
    assertTrue(
        merged.length <= encoded.length * 5 / 4, () -> merged.length + ", Yjs " + encoded.length);
    assertEquals(yjs.load(encoded).content(), yjs.load(store.content()).content());
    assertEquals(yjs.load(encoded).content(), yjs.load(merged).content());
  }

  @Test
  void aSnapshotShowsWhatWasThere() {
    forEachHistory(
        "aSnapshotShowsWhatWasThere",
        "edits",
        (updates, random) -> {
          int had = random.nextInt(updates.size() + 1);
          YjsReference.Past past = yjs.snapshot(had, updates);
          byte[] then = Updates.at(past.whole(), past.snapshot());
          assertEquals(past.content(), yjs.load(then).content());
        });
  }

  @Test
  void formatV2ReadsAsFormatV1() {
    forEachHistory(
        "formatV2ReadsAsFormatV1",
        (updates, random) -> {
          byte[] v1 = yjs.merge(updates);
          byte[] v2 = yjs.call("v2", v1);
          byte[] ours = Updates.fromV2(v2, 1 << 20);
          assertEquals(yjs.load(v1).content(), yjs.load(ours).content());
          byte[] damaged = v2.clone();
          damaged[random.nextInt(v2.length)] ^= (byte) (1 << random.nextInt(8));
          try {
            Updates.fromV2(damaged, 1 << 20);
          } catch (MalformedUpdateException refused) {
            assertTrue(refused.position() >= 0);
          }
        });
  }

  /**
   * A surrogate pair that was split in one replica is two replacement characters in what that
   * replica sends, and a pair in what its author sent. Which of both counts depends on the order in
   * which they come, with Yjs too.
   */
  private static String halvesMasked(String content) {
    StringBuilder masked = new StringBuilder(content);
    for (int i = 0; i < masked.length(); i++) {
      if (Character.isSurrogate(masked.charAt(i)) || masked.charAt(i) == '\ufffd') {
        masked.setCharAt(i, '?');
      }
    }
    return masked.toString();
  }

  /** Shuffled more or less, some merged, some repeated, some cut. */
  private static List<byte[]> disordered(List<byte[]> updates, Random random) {
    List<byte[]> all = new ArrayList<>(updates);
    for (int i = random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(updates.size());
      int to = from + 1 + random.nextInt(Math.min(5, updates.size() - from));
      all.add(Updates.merge(updates.subList(from, to)));
    }
    byte[] whole = UpdateStore.of(updates.subList(0, random.nextInt(updates.size()) + 1)).content();
    byte[] some = UpdateStore.of(updates.subList(0, random.nextInt(updates.size()) + 1)).content();
    all.add(Updates.diff(whole, StateVector.read(Updates.stateVector(some))));
    int reach = random.nextInt(3) == 0 ? all.size() : 4;
    for (int i = 0; i < all.size(); i++) {
      Collections.swap(all, i, Math.min(i + random.nextInt(reach), all.size() - 1));
    }
    return all;
  }

  private static UpdateStore received(UpdateStore store, byte[] update) {
    return store.receive(update) instanceof Reception.News news ? news.next() : store;
  }

  private static void forEachHistory(String name, Round round) {
    forEachHistory(name, "states", round);
  }

  private static void forEachHistory(String name, String kind, Round round) {
    Seeds.forEach(
        name,
        ROUNDS,
        seed -> {
          Random random = new Random(seed);
          int people = 1 + random.nextInt(4);
          List<byte[]> updates = yjs.history(seed, people, 5 + random.nextInt(40), kind);
          if (!updates.isEmpty()) {
            round.run(updates, random);
          }
        });
  }
}
