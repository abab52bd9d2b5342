package coedit.plugin.richtext;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.plugin.richtext.DeltaOperation.Kind;
import coedit.spi.OtAlgebra.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every pair of small operations on every document of up to three units: each unit is kept,
 * formatted, cleared or deleted, and a text or a formatted text may be inserted at any place.
 */
class DeltaPairsExhaustiveTest {

  private static final Attributes SET = Attributes.of(Map.of("k", 1L));
  private static final Attributes OTHER = Attributes.of(Map.of("k", 2L));
  private static final Attributes CLEAR =
      Deltas.delta("[{'retain':1,'attributes':{'k':null}}]").attributes(0);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void everyPairConverges(int length) {
    List<RunTree> documents = documents(length);
    List<DeltaOperation> lefts = operations(length, "L", SET);
    List<DeltaOperation> rights = operations(length, "R", OTHER);
    for (DeltaOperation left : lefts) {
      for (DeltaOperation right : rights) {
        DeltaOperation leftAfter = Deltas.ALGEBRA.transform(left, right, Side.LEFT);
        DeltaOperation rightAfter = Deltas.ALGEBRA.transform(right, left, Side.RIGHT);
        for (RunTree document : documents) {
          assertEquals(
              Deltas.document(document.apply(left).apply(rightAfter)),
              Deltas.document(document.apply(right).apply(leftAfter)),
              () -> "left " + left + " right " + right);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void everyOperationIsUndone(int length) {
    for (DeltaOperation operation : operations(length, "L", SET)) {
      for (RunTree document : documents(length)) {
        DeltaOperation inverse = Deltas.ALGEBRA.invert(operation, document);
        assertEquals(
            Deltas.document(document), Deltas.document(document.apply(operation).apply(inverse)));
      }
    }
  }

  /** No attributes, and alternating ones. */
  private static List<RunTree> documents(int length) {
    DeltaBuilder plain = new DeltaBuilder();
    DeltaBuilder mixed = new DeltaBuilder();
    for (int i = 0; i < length; i++) {
      String unit = "abc".substring(i, i + 1);
      plain.insert(unit, Attributes.NONE);
      mixed.insert(unit, i % 2 == 0 ? SET : Attributes.NONE);
    }
    return List.of(Deltas.tree(plain.build()), Deltas.tree(mixed.build()));
  }

  private static List<DeltaOperation> operations(int length, String text, Attributes format) {
    List<DeltaOperation> all = new ArrayList<>();
    for (int choices = 0; choices < 1 << 2 * length; choices++) {
      for (int place = -1; place <= length; place++) {
        all.add(operation(length, choices, place, text, format));
      }
    }
    return all;
  }

  private static DeltaOperation operation(
      int length, int choices, int place, String text, Attributes format) {
    DeltaBuilder out = new DeltaBuilder();
    for (int i = 0; i <= length; i++) {
      if (i == place) {
        out.copy(Kind.INSERT, 1, text, choices % 3 == 0 ? format : Attributes.NONE);
      }
      if (i < length) {
        switch (choices >> 2 * i & 3) {
          case 0 -> out.copy(Kind.RETAIN, 1, null, Attributes.NONE);
          case 1 -> out.copy(Kind.RETAIN, 1, null, format);
          case 2 -> out.copy(Kind.RETAIN, 1, null, CLEAR);
          default -> out.copy(Kind.DELETE, 1, null, Attributes.NONE);
        }
      }
    }
    return out.build();
  }
}
