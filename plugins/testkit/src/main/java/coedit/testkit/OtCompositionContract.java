package coedit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.spi.DocumentState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The laws of an algebra that also composes and inverts.
 *
 * @param <O> the type's operation
 */
public abstract class OtCompositionContract<O> extends OtAlgebraContract<O> {

  /** One operation that does what {@code first} and then {@code second} do. */
  protected abstract O compose(O first, O second);

  /** The operation that undoes {@code operation}, which was made on {@code base}. */
  protected abstract O invert(O operation, DocumentState base);

  @Test
  void compositionDoesWhatBothDo() {
    Seeds.forEach(
        "compositionDoesWhatBothDo",
        random -> {
          DocumentState base = randomState(random);
          O first = randomOperation(base, random);
          DocumentState between = algebra().apply(base, first);
          O second = randomOperation(between, random);
          assertEquals(
              algebra().apply(between, second).content().utf8(),
              algebra().apply(base, compose(first, second)).content().utf8(),
              () -> base.content().utf8() + " " + first + " then " + second);
        });
  }

  @Test
  void compositionIsAssociativeInItsEffect() {
    Seeds.forEach(
        "compositionIsAssociativeInItsEffect",
        random -> {
          DocumentState base = randomState(random);
          O a = randomOperation(base, random);
          DocumentState afterA = algebra().apply(base, a);
          O b = randomOperation(afterA, random);
          O c = randomOperation(algebra().apply(afterA, b), random);
          assertEquals(
              algebra().apply(base, compose(compose(a, b), c)).content().utf8(),
              algebra().apply(base, compose(a, compose(b, c))).content().utf8());
        });
  }

  @Test
  void inverseUndoes() {
    Seeds.forEach(
        "inverseUndoes",
        random -> {
          DocumentState base = randomState(random);
          O operation = randomOperation(base, random);
          DocumentState after = algebra().apply(base, operation);
          assertEquals(
              base.content().utf8(),
              algebra().apply(after, invert(operation, base)).content().utf8(),
              operation::toString);
        });
  }

  /** Two operations, the second made on the state after the first. */
  protected record Pair<O>(O first, O second) {}

  /** A random operation on {@code base} and one after it. */
  protected final Pair<O> randomPair(DocumentState base, Random random) {
    O first = randomOperation(base, random);
    return new Pair<>(first, randomOperation(algebra().apply(base, first), random));
  }
}
