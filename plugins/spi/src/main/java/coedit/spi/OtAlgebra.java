package coedit.spi;

import coedit.model.Payload;
import java.util.List;

/**
 * The algebra of an operational-transformation type: what {@link OtStrategy} needs to rebase.
 *
 * <p>Law (TP1): for operations {@code a}, {@code b} on one state, {@code apply(a)} then {@code
 * transform(b, a, RIGHT)} equals {@code apply(b)} then {@code transform(a, b, LEFT)}.
 *
 * @param <O> an immutable operation
 */
public interface OtAlgebra<O> {

  /** Who wins where two concurrent operations tie; what winning means is the type's matter. */
  enum Side {
    LEFT,
    RIGHT
  }

  /**
   * Reads and checks one operation.
   *
   * @throws RefusedException when it is not a well-formed operation of this type
   */
  O parse(Payload payload);

  Payload encode(O operation);

  /**
   * Checks that an operation fits the state it was made on, which is {@code state} without the
   * effect of {@code others}. A type whose operations walk a sequence compares lengths.
   *
   * @param state the state after {@code others}
   * @param others what was committed since {@code operation}'s base, in order
   * @throws RefusedException when it reaches past the end of its base
   */
  default void requireFits(O operation, DocumentState state, List<O> others) {}

  /** {@code operation} as it reads after {@code other}, both made on the same state. */
  O transform(O operation, O other, Side side);

  /**
   * Checks that a submitted operation fits {@code state} and the type's rules, and applies it.
   *
   * @throws RefusedException when it does not fit, for example deletes past the end
   */
  DocumentState apply(DocumentState state, O operation);
}
