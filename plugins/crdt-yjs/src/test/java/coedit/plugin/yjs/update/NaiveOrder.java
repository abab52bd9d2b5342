package coedit.plugin.yjs.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The slow, obvious twin of CausalOrder: looks at all structs until no clock rises any more. */
final class NaiveOrder {

  /** A struct: its client, first clock, end, and the clocks it refers to. */
  private record Piece(long client, int start, int end, List<long[]> references) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final Map<Long, Integer> clocks = new HashMap<>();

  void add(byte[] update) {
    Struct struct = new Struct();
    for (BlockCursor cursor : UpdateBlocks.of(update).cursors()) {
      while (cursor.hasNext()) {
        cursor.next(struct);
        if (struct.kind != Struct.SKIP) {
          pieces.add(new Piece(struct.client, struct.clock, struct.end(), references(struct)));
        }
      }
    }
    boolean rising = true;
    while (rising) {
      rising = false;
      for (Piece piece : pieces) {
        int clock = clock(piece.client());
        if (piece.start() <= clock && clock < piece.end() && isReady(piece)) {
          clocks.put(piece.client(), piece.end());
          rising = true;
        }
      }
    }
  }

  /** Checks that {@code ours} has these clocks, and {@code theirs} none above. */
  void check(StateVector ours, StateVector theirs) {
    for (Piece piece : pieces) {
      assertEquals(clock(piece.client()), ours.clock(piece.client()));
      assertTrue(theirs.clock(piece.client()) <= clock(piece.client()));
    }
  }

  private boolean isReady(Piece piece) {
    return piece.references().stream()
        .allMatch(id -> id[0] == piece.client() || id[1] < clock(id[0]));
  }

  private int clock(long client) {
    return clocks.getOrDefault(client, 0);
  }

  private static List<long[]> references(Struct struct) {
    List<long[]> references = new ArrayList<>();
    if (struct.hasOrigin) {
      references.add(new long[] {struct.originClient, struct.originClock});
    }
    if (struct.hasRightOrigin) {
      references.add(new long[] {struct.rightClient, struct.rightClock});
    }
    if (struct.hasParent && !struct.parentIsRoot) {
      references.add(new long[] {struct.parentClient, struct.parentClock});
    }
    return references;
  }
}
