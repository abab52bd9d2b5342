package coedit.plugin.text;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.text.TextOperation.Kind;
import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra;
import coedit.spi.RefusedException;
import java.util.List;

/**
 * Transform, compose and invert of text operations, by the rules of text-unicode.
 *
 * <p>Both operations walk the same document. The cases are named by what each does where they meet;
 * the one real choice is INSERT-INSERT: at the same place the left one stands first. An insert is
 * never lost and never cut: it stays in front of the code point it was made in front of, or moves
 * to the place where that was deleted.
 *
 * <p>Stateless; one instance serves all threads.
 */
public final class TextAlgebra implements OtAlgebra<TextOperation> {

  @Override
  public TextOperation parse(Payload payload) {
    return TextFormat.parse(payload);
  }

  @Override
  public Payload encode(TextOperation operation) {
    return Payload.ofUtf8(TextFormat.encode(operation));
  }

  @Override
  public void requireFits(
      TextOperation operation, DocumentState state, List<TextOperation> others) {
    long baseLength = ((TextState) state).length();
    for (TextOperation other : others) {
      baseLength -= other.growth();
    }
    if (operation.baseLength() > baseLength) {
      throw new RefusedException(
          ErrorCode.INVALID_OPERATION, "reaches past the end of the text it was made on");
    }
  }

  @Override
  public DocumentState apply(DocumentState state, TextOperation operation) {
    if (operation.size() > TextFormat.MAX_PARTS) {
      // Rebasing can cut deletes; what is stored must stay readable.
      throw new RefusedException(ErrorCode.TOO_LARGE, "too many parts after rebasing");
    }
    return ((TextState) state).apply(operation);
  }

  @Override
  public TextOperation transform(TextOperation operation, TextOperation other, Side side) {
    return SingleEdit.transform(operation, other, side)
        .orElseGet(() -> walk(operation, other, side));
  }

  /** Transforms any operations, part by part. */
  static TextOperation walk(TextOperation operation, TextOperation other, Side side) {
    PartCursor mine = new PartCursor(operation);
    TextOperation.Builder out = new TextOperation.Builder();
    for (int i = 0; i < other.size(); i++) {
      if (other.kind(i) == Kind.INSERT) {
        if (side == Side.LEFT && mine.kind() == Kind.INSERT) {
          // INSERT-INSERT, left: mine stands first.
          mine.copy(mine.remaining(), out);
        }
        // SKIP-INSERT, DELETE-INSERT, and INSERT-INSERT right: step over the other's text.
        out.skip(other.count(i));
      } else {
        transformOver(mine, other.kind(i), other.count(i), out);
      }
    }
    mine.copyRest(out);
    return out.build();
  }

  /**
   * Carries what {@code mine} does to {@code count} code points that the other skips or deletes.
   */
  private static void transformOver(
      PartCursor mine, Kind other, int count, TextOperation.Builder out) {
    int left = count;
    while (left > 0) {
      if (mine.kind() == Kind.INSERT) {
        // INSERT-SKIP, INSERT-DELETE: the text stays, even where its surroundings went.
        mine.copy(mine.remaining(), out);
        continue;
      }
      int met = Math.min(left, mine.remaining());
      if (other == Kind.SKIP) {
        // SKIP-SKIP, DELETE-SKIP: nothing happened here.
        mine.copy(met, out);
      } else {
        // SKIP-DELETE, DELETE-DELETE: the text is gone already.
        mine.drop(met);
      }
      left -= met;
    }
  }

  /** One operation that does what {@code first} and then {@code second} do. */
  public TextOperation compose(TextOperation first, TextOperation second) {
    PartCursor earlier = new PartCursor(first);
    TextOperation.Builder out = new TextOperation.Builder();
    for (int i = 0; i < second.size(); i++) {
      if (second.kind(i) == Kind.INSERT) {
        // ANY-INSERT: new text goes in before what the first one deletes here.
        out.insert(second.text(i), second.count(i));
      } else {
        composeOver(earlier, second.kind(i), second.count(i), out);
      }
    }
    earlier.copyRest(out);
    return out.build();
  }

  /** Carries {@code count} code points of the text between the two into the composition. */
  private static void composeOver(
      PartCursor earlier, Kind later, int count, TextOperation.Builder out) {
    int left = count;
    while (left > 0) {
      if (earlier.kind() == Kind.DELETE) {
        // DELETE-ANY: the second one never saw this text.
        earlier.copy(earlier.remaining(), out);
        continue;
      }
      int met = Math.min(left, earlier.remaining());
      if (later == Kind.SKIP) {
        // SKIP-SKIP, INSERT-SKIP: what the first one did stays.
        earlier.copy(met, out);
      } else {
        if (earlier.kind() == Kind.SKIP) {
          // SKIP-DELETE; INSERT-DELETE leaves nothing of either.
          out.delete(met);
        }
        earlier.drop(met);
      }
      left -= met;
    }
  }

  /**
   * The operation that undoes {@code operation}.
   *
   * @param base the state that {@code operation} was made on
   */
  public TextOperation invert(TextOperation operation, TextState base) {
    TextOperation.Builder out = new TextOperation.Builder();
    int position = 0;
    for (int i = 0; i < operation.size(); i++) {
      int count = operation.count(i);
      switch (operation.kind(i)) {
        case SKIP -> out.skip(count);
        case INSERT -> out.delete(count);
        case DELETE -> out.insert(base.text(position, position + count), count);
      }
      position += operation.kind(i) == Kind.INSERT ? 0 : count;
    }
    return out.build();
  }

  /**
   * Where a cursor stands after {@code operation}. Text inserted exactly at the cursor goes in
   * after it.
   *
   * @param position in code points, from 0
   */
  public int transformPosition(int position, TextOperation operation) {
    int cursor = position;
    int reached = 0;
    for (int i = 0; i < operation.size() && reached < cursor; i++) {
      int count = operation.count(i);
      switch (operation.kind(i)) {
        case SKIP -> reached += count;
        case INSERT -> {
          reached += count;
          cursor += count;
        }
        case DELETE -> cursor -= Math.min(count, cursor - reached);
      }
    }
    return cursor;
  }
}
