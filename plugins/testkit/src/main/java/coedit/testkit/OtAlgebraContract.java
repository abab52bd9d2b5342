package coedit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.model.Payload;
import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra;
import coedit.spi.OtAlgebra.Side;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The laws of an operational-transformation algebra.
 *
 * @param <O> the type's operation; equal operations are {@code equals}
 */
public abstract class OtAlgebraContract<O> {

  /** Operations that make a random base state. */
  private static final int BASE_OPERATIONS = 5;

  protected abstract OtAlgebra<O> algebra();

  protected abstract DocumentState empty();

  /** A random operation that fits {@code state}. */
  protected abstract O randomOperation(DocumentState state, Random random);

  /** Small states for the exhaustive test. */
  protected abstract List<DocumentState> smallStates();

  /** All small operations that fit {@code state}. */
  protected abstract List<O> smallOperations(DocumentState state);

  @Test
  void bothOrdersOfTwoConcurrentOperationsGiveOneState() {
    Seeds.forEach(
        "bothOrdersOfTwoConcurrentOperationsGiveOneState",
        random -> {
          DocumentState base = randomState(random);
          for (int i = 0; i < 10; i++) {
            requireTp1(base, randomOperation(base, random), randomOperation(base, random));
          }
        });
  }

  @Test
  void bothOrdersGiveOneStateForAllSmallPairs() {
    long pairs = 0;
    for (DocumentState base : smallStates()) {
      List<O> operations = smallOperations(base);
      List<DocumentState> after =
          operations.stream().map(operation -> algebra().apply(base, operation)).toList();
      for (int left = 0; left < after.size(); left++) {
        for (int right = 0; right < after.size(); right++) {
          O leftOne = operations.get(left);
          O rightOne = operations.get(right);
          requireOneState(
              algebra().apply(after.get(left), algebra().transform(rightOne, leftOne, Side.RIGHT)),
              algebra().apply(after.get(right), algebra().transform(leftOne, rightOne, Side.LEFT)),
              () -> "on " + base.content().utf8() + ": left " + leftOne + ", right " + rightOne);
        }
      }
      pairs += (long) operations.size() * operations.size();
    }
    System.out.printf("bothOrdersGiveOneStateForAllSmallPairs: %d pairs%n", pairs);
  }

  @Test
  void transformedOperationsFitAndReadBackAsWritten() {
    Seeds.forEach(
        "transformedOperationsFitAndReadBackAsWritten",
        random -> {
          DocumentState base = randomState(random);
          O other = randomOperation(base, random);
          O moved = algebra().transform(randomOperation(base, random), other, Side.LEFT);
          Payload written = algebra().encode(moved);
          assertEquals(moved, algebra().parse(written));
          assertEquals(written, algebra().encode(algebra().parse(written)));
          DocumentState after = algebra().apply(base, other);
          assertEquals(algebra().apply(after, moved).content(), after.apply(written).content());
        });
  }

  @Test
  void operationsFitTheStateTheyWereMadeOnWhateverCameAfterIt() {
    Seeds.forEach(
        "operationsFitTheStateTheyWereMadeOnWhateverCameAfterIt",
        random -> {
          DocumentState base = randomState(random);
          O operation = randomOperation(base, random);
          O first = randomOperation(base, random);
          DocumentState between = algebra().apply(base, first);
          O second = randomOperation(between, random);
          algebra()
              .requireFits(operation, algebra().apply(between, second), List.of(first, second));
        });
  }

  /** A state some random operations away from the empty one. */
  protected final DocumentState randomState(Random random) {
    DocumentState state = empty();
    for (int i = 0; i < BASE_OPERATIONS; i++) {
      state = algebra().apply(state, randomOperation(state, random));
    }
    return state;
  }

  private void requireTp1(DocumentState base, O left, O right) {
    requireOneState(
        algebra().apply(algebra().apply(base, left), algebra().transform(right, left, Side.RIGHT)),
        algebra().apply(algebra().apply(base, right), algebra().transform(left, right, Side.LEFT)),
        () -> "on " + base.content().utf8() + ": left " + left + ", right " + right);
  }

  private static void requireOneState(
      DocumentState leftFirst, DocumentState rightFirst, Supplier<String> where) {
    if (!leftFirst.content().equals(rightFirst.content())) {
      assertEquals(leftFirst.content().utf8(), rightFirst.content().utf8(), where);
    }
  }
}
