package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.spi.OtAlgebra.Side;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SingleEditTest {

  private static final int LENGTH = 5;

  private final List<TextOperation> singles =
      RandomTextOperations.all(LENGTH, List.of("x", "😀y")).stream()
          .filter(TextOperation::isSingleEdit)
          .toList();

  @Test
  void arithmeticGivesWhatTheWalkGives() {
    int compared = 0;
    for (TextOperation one : singles) {
      for (TextOperation other : singles) {
        for (Side side : Side.values()) {
          Optional<TextOperation> direct = SingleEdit.transform(one, other, side);
          if (direct.isPresent()) {
            assertEquals(
                TextAlgebra.walk(one, other, side),
                direct.get(),
                one + " after " + other + ", " + side);
            compared++;
          }
        }
      }
    }
    assertTrue(compared > 1_000, "compared " + compared);
  }

  @Test
  void onlyDeletesCutInTwoTakeTheWalk() {
    TextOperation delete = new TextOperation.Builder().skip(1).delete(3).build();
    TextOperation inside = new TextOperation.Builder().skip(2).insert("x", 1).build();
    TextOperation before = new TextOperation.Builder().skip(1).insert("x", 1).build();
    assertEquals(Optional.empty(), SingleEdit.transform(delete, inside, Side.LEFT));
    assertEquals(
        Optional.of(new TextOperation.Builder().skip(2).delete(3).build()),
        SingleEdit.transform(delete, before, Side.LEFT));
  }

  @Test
  void whatDoesNotMoveIsNotCopied() {
    TextOperation early = new TextOperation.Builder().skip(1).insert("x", 1).build();
    TextOperation late = new TextOperation.Builder().skip(4).insert("y", 1).build();
    assertSame(early, SingleEdit.transform(early, late, Side.RIGHT).orElseThrow());
  }

  @Test
  void severalEditsAreNoSingleEdit() {
    TextOperation replaces = new TextOperation.Builder().insert("x", 1).delete(1).build();
    assertFalse(replaces.isSingleEdit());
    assertFalse(new TextOperation.Builder().build().isSingleEdit());
    assertEquals(Optional.empty(), SingleEdit.transform(replaces, replaces, Side.LEFT));
  }
}
