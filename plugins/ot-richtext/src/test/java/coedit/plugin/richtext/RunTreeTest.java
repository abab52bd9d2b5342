package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree against its slow twin: composing the operation onto the document as a delta. */
class RunTreeTest {

  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void holdsWhatComposingOntoTheDocumentGives(long seed) {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    DeltaOperation document = Deltas.delta("[{'insert':'" + "0123456789".repeat(300) + "'}]");
    RunTree tree = Deltas.tree(document);
    for (int round = 0; round < 1_500; round++) {
      DeltaOperation operation = somewhere(random, tree.length());
      DeltaOperation expected = Deltas.ALGEBRA.compose(document, operation);
      RunTree next = tree.apply(operation);
      next.checkInvariants();
      assertEquals(expected, Deltas.document(next), () -> "operation " + operation);
      assertEquals(document, Deltas.document(tree), "the tree before it is unchanged");
      document = expected;
      tree = next;
    }
  }

  @Test
  void typingLeavesFewRuns() {
    RunTree tree = Run.NOTHING;
    for (int i = 0; i < 20_000; i++) {
      tree = tree.apply(typed(i, "x"));
    }
    tree.checkInvariants();
    assertTrue(runs(tree) < 100, () -> "more runs than expected");
  }

  @Test
  void aLongTextIsHeldInShortRuns() {
    RunTree tree = Deltas.tree(Deltas.delta("[{'insert':'" + "a".repeat(1_000_000) + "'}]"));
    tree.checkInvariants();
    assertEquals(1_000_000, tree.length());
    assertTrue(tree.height() <= 12, () -> "height " + tree.height());
  }

  @Test
  void aChangeSharesAllButThePathToIt() {
    RunTree before = Deltas.tree(Deltas.delta("[{'insert':'" + "a".repeat(1_000_000) + "'}]"));
    RunTree after = before.apply(typed(500_000, "x"));
    java.util.Set<Run> old = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    before.forEach(old::add);
    AtomicInteger made = new AtomicInteger();
    after.forEach(run -> made.addAndGet(old.contains(run) ? 0 : 1));
    assertTrue(made.get() <= 4, () -> made + " new runs");
  }

  @Test
  void formattingEverythingJoinsWhatItMadeEqual() {
    RunTree tree = Run.NOTHING;
    for (int i = 0; i < 100; i++) {
      String format = i % 2 == 0 ? "" : ",'attributes':{'bold':true}";
      tree = tree.apply(Deltas.delta("[{'insert':'a'" + format + "}]"));
    }
    assertEquals(100, runs(tree));
    RunTree bold = tree.apply(Deltas.delta("[{'retain':100,'attributes':{'bold':true}}]"));
    assertEquals(1, runs(bold));
  }

  private static int runs(RunTree tree) {
    AtomicInteger count = new AtomicInteger();
    tree.forEach(run -> count.incrementAndGet());
    return count.get();
  }

  private static DeltaOperation typed(int position, String text) {
    DeltaBuilder out = new DeltaBuilder();
    if (position > 0) {
      out.retain(position, Attributes.NONE);
    }
    out.insert(text, Attributes.NONE);
    return out.build();
  }

  /** A random operation that starts anywhere; now and then one that deletes or formats a lot. */
  private static DeltaOperation somewhere(RandomDeltas random, int length) {
    int start = random.below(length + 1);
    DeltaBuilder out = new DeltaBuilder();
    if (start > 0) {
      out.retain(start, Attributes.NONE);
    }
    int large = Math.min(length - start, 700);
    if (large > 0 && random.below(12) == 0) {
      out.delete(large);
      return out.build();
    }
    if (large > 0 && random.below(12) == 0) {
      out.retain(large, random.below(2) == 0 ? Attributes.NONE : bold());
      out.insert("long ".repeat(random.below(300) + 1), Attributes.NONE);
      return out.build();
    }
    DeltaCursor cursor = new DeltaCursor(random.operation(length - start));
    while (cursor.hasNext()) {
      cursor.moveTo(out);
    }
    return out.chop();
  }

  private static Attributes bold() {
    return Attributes.of(java.util.Map.of("bold", true));
  }
}
