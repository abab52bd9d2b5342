package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.spi.OtAlgebra.Side;
import coedit.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of the algebra, on random operations with printed seeds. */
class DeltaLawsTest {

  private static final int ROUNDS = Seeds.histories(5_000);
  private static final DeltaAlgebra ALGEBRA = Deltas.ALGEBRA;

  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void concurrentOperationsConvergeInEitherOrder(long seed) {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    for (int round = 0; round < ROUNDS; round++) {
      DeltaOperation document = random.document();
      int length = (int) document.growth();
      DeltaOperation a = random.operation(length);
      DeltaOperation b = random.carelessOperation(length);
      assertEquals(
          Deltas.apply(Deltas.apply(document, a), ALGEBRA.transform(b, a, Side.RIGHT)),
          Deltas.apply(Deltas.apply(document, b), ALGEBRA.transform(a, b, Side.LEFT)),
          () -> "on " + document + " a " + a + " b " + b);
    }
  }

  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void aCompositionHasTheEffectOfBoth(long seed) {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    for (int round = 0; round < ROUNDS; round++) {
      DeltaOperation document = random.document();
      DeltaOperation a = random.carelessOperation((int) document.growth());
      DeltaOperation after = Deltas.apply(document, a);
      DeltaOperation b = random.carelessOperation((int) after.growth());
      assertEquals(
          Deltas.apply(after, b),
          Deltas.apply(document, ALGEBRA.compose(a, b)),
          () -> "on " + document + " a " + a + " b " + b);
    }
  }

  /** Deletes break this law, in the published type as well: see the test after this one. */
  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void transformingOverACompositionWithoutDeletesIsTransformingTwice(long seed) {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int length = random.below(12);
      DeltaOperation mine = random.operation(length);
      DeltaOperation a = random.insertsAndFormats(length);
      DeltaOperation b = random.insertsAndFormats(length + (int) a.growth());
      for (Side side : Side.values()) {
        assertEquals(
            ALGEBRA.transform(ALGEBRA.transform(mine, a, side), b, side),
            ALGEBRA.transform(mine, ALGEBRA.compose(a, b), side),
            () -> " mine " + mine + " a " + a + " b " + b);
      }
    }
  }

  /**
   * The normal form puts an insert before the delete it stands after. So a composition forgets that
   * "x" came after the deleted unit, and ties where the two operations did not.
   */
  @Test
  void aCompositionWithADeleteMayTieWhereItsPartsDidNot() {
    DeltaOperation mine = Deltas.delta("[{'insert':'mine'}]");
    DeltaOperation a = Deltas.delta("[{'retain':1},{'insert':'x'}]");
    DeltaOperation b = Deltas.delta("[{'delete':1}]");
    DeltaOperation twice = ALGEBRA.transform(ALGEBRA.transform(mine, a, Side.LEFT), b, Side.LEFT);
    assertEquals(Deltas.delta("[{'insert':'mine'}]"), twice);
    assertEquals(
        Deltas.delta("[{'retain':1},{'insert':'mine'}]"),
        ALGEBRA.transform(mine, ALGEBRA.compose(a, b), Side.LEFT));
  }

  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void anInverseUndoes(long seed) {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    for (int round = 0; round < ROUNDS; round++) {
      DeltaOperation document = random.document();
      DeltaOperation a = random.carelessOperation((int) document.growth());
      DeltaOperation inverse = ALGEBRA.invert(a, Deltas.tree(document));
      assertEquals(
          document,
          Deltas.apply(Deltas.apply(document, a), inverse),
          () -> "on " + document + " a " + a);
    }
  }

  /** A caret moves like a marker inserted at its place, by the side that ties as the caret does. */
  @ParameterizedTest
  @MethodSource("coedit.testkit.Seeds#three")
  void aPositionMovesLikeAnInsertAtIt(long seed) {
    System.out.println("seed " + seed);
    RandomDeltas random = new RandomDeltas(seed);
    DeltaOperation marker = Deltas.delta("[{'insert':{'marker':1}}]");
    for (int round = 0; round < ROUNDS; round++) {
      int length = random.below(12);
      DeltaOperation operation = random.operation(length);
      int position = random.below(length + 1);
      for (Side side : Side.values()) {
        DeltaOperation insert = at(position, marker);
        int moved = ALGEBRA.transformPosition(operation, position, side == Side.RIGHT);
        assertEquals(
            at(moved, marker),
            ALGEBRA.transform(insert, operation, side),
            () -> position + " over " + operation);
      }
    }
  }

  private static DeltaOperation at(int position, DeltaOperation insert) {
    DeltaBuilder out = new DeltaBuilder();
    if (position > 0) {
      out.retain(position, Attributes.NONE);
    }
    new DeltaCursor(insert).moveTo(out);
    return out.build();
  }
}
