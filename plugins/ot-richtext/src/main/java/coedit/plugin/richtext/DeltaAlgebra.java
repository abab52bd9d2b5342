package coedit.plugin.richtext;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.richtext.DeltaOperation.Kind;
import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra;
import coedit.spi.RefusedException;
import java.util.List;

/**
 * The algebra of deltas, equal step for step to the published implementations that clients run.
 *
 * <p>Each function is one walk along two operations at once, cutting both to equal lengths. Where
 * two inserts meet at one place the right side's stands first, and where both set one attribute the
 * right side's stays. On the server the right side is what was committed earlier.
 */
public final class DeltaAlgebra implements OtAlgebra<DeltaOperation> {

  @Override
  public DeltaOperation parse(Payload payload) {
    DeltaOperation operation = DeltaReader.read(payload);
    RichTextSchema.check(operation);
    return operation;
  }

  @Override
  public Payload encode(DeltaOperation operation) {
    return DeltaWriter.payload(operation);
  }

  @Override
  public void requireFits(
      DeltaOperation operation, DocumentState state, List<DeltaOperation> others) {
    long baseLength = ((RichTextState) state).length();
    for (DeltaOperation other : others) {
      baseLength -= other.growth();
    }
    if (operation.baseLength() > baseLength) {
      throw new RefusedException(ErrorCode.INVALID_OPERATION, RichTextState.PAST_THE_END);
    }
  }

  @Override
  public RichTextState apply(DocumentState state, DeltaOperation operation) {
    return ((RichTextState) state).apply(operation);
  }

  @Override
  public DeltaOperation transform(DeltaOperation operation, DeltaOperation other, Side side) {
    boolean otherWins = side == Side.LEFT;
    DeltaCursor mine = new DeltaCursor(operation);
    DeltaCursor theirs = new DeltaCursor(other);
    DeltaBuilder out = new DeltaBuilder();
    while (mine.hasNext()) {
      if (theirs.kind() == Kind.INSERT && (otherWins || mine.kind() != Kind.INSERT)) {
        out.retain(theirs.remaining(), Attributes.NONE);
        theirs.skip(theirs.remaining());
      } else if (mine.kind() == Kind.INSERT) {
        mine.moveTo(out);
      } else {
        transformTogether(mine, theirs, otherWins, out);
      }
    }
    return out.chop();
  }

  /** Neither side inserts here: both walk the same stretch of their common base. */
  private static void transformTogether(
      DeltaCursor mine, DeltaCursor theirs, boolean otherWins, DeltaBuilder out) {
    int length = Math.min(mine.remaining(), theirs.remaining());
    if (theirs.kind() == Kind.RETAIN) {
      if (mine.kind() == Kind.DELETE) {
        out.delete(length);
      } else {
        Attributes wanted = mine.attributes();
        out.retain(length, otherWins ? wanted.without(theirs.attributes()) : wanted);
      }
    }
    mine.skip(length);
    theirs.skip(length);
  }

  /** One operation with the effect of {@code first}, then {@code second}. */
  public DeltaOperation compose(DeltaOperation first, DeltaOperation second) {
    DeltaCursor a = new DeltaCursor(first);
    DeltaCursor b = new DeltaCursor(second);
    DeltaBuilder out = new DeltaBuilder();
    copyInsertsBeforeFirstChange(a, b, out);
    while (a.hasNext() || b.hasNext()) {
      if (b.kind() == Kind.INSERT) {
        b.moveTo(out);
      } else if (a.kind() == Kind.DELETE) {
        a.moveTo(out);
      } else if (b.kind() == Kind.DELETE) {
        composeDelete(a, b, out);
      } else if (composeRetain(a, b, out) && !b.hasNext()) {
        copyRest(a, out);
      }
    }
    return out.chop();
  }

  /** Whole inserts of {@code a} that {@code b} only walks past stay as they are. */
  private static void copyInsertsBeforeFirstChange(DeltaCursor a, DeltaCursor b, DeltaBuilder out) {
    if (!b.hasNext() || b.kind() != Kind.RETAIN || !b.attributes().isEmpty()) {
      return;
    }
    int left = b.remaining();
    int walked = 0;
    while (a.kind() == Kind.INSERT && a.remaining() <= left - walked) {
      walked += a.remaining();
      a.copyTo(out);
    }
    b.skip(walked);
  }

  private static void composeDelete(DeltaCursor a, DeltaCursor b, DeltaBuilder out) {
    int length = Math.min(a.remaining(), b.remaining());
    if (a.kind() == Kind.RETAIN) {
      out.delete(length);
    }
    a.skip(length);
    b.skip(length);
  }

  /** Answers whether the result stands at the end as a step of its own. */
  private static boolean composeRetain(DeltaCursor a, DeltaCursor b, DeltaBuilder out) {
    int length = Math.min(a.remaining(), b.remaining());
    boolean below = a.kind() == Kind.RETAIN;
    Attributes attributes = a.attributes().compose(b.attributes(), below);
    boolean own =
        below ? out.retain(length, attributes) : out.insert(a.content(length), attributes);
    a.skip(length);
    b.skip(length);
    return own;
  }

  /** The first step may join what stands before it; the others are neighbours as they were. */
  private static void copyRest(DeltaCursor a, DeltaBuilder out) {
    if (a.hasNext()) {
      a.moveTo(out);
    }
    while (a.hasNext()) {
      a.copyTo(out);
    }
  }

  /** The operation that takes {@code operation} back, where {@code base} is what it was made on. */
  DeltaOperation invert(DeltaOperation operation, RunTree base) {
    DeltaBuilder out = new DeltaBuilder();
    int position = 0;
    for (int i = 0; i < operation.size(); i++) {
      int length = operation.length(i);
      if (operation.kind(i) == Kind.INSERT) {
        out.delete(length);
        continue;
      }
      Attributes changed = operation.attributes(i);
      if (operation.kind(i) == Kind.DELETE) {
        base.slice(position, length).forEach(run -> out.insert(run.content(), run.attributes()));
      } else if (changed.isEmpty()) {
        out.retain(length, Attributes.NONE);
      } else {
        base.slice(position, length)
            .forEach(run -> out.retain(run.length(), changed.invert(run.attributes())));
      }
      position += length;
    }
    return out.chop();
  }

  /**
   * Where a caret at {@code position} stands after {@code operation}.
   *
   * @param stays whether an insert exactly at the caret leaves it in place instead of pushing it
   */
  int transformPosition(DeltaOperation operation, int position, boolean stays) {
    int moved = position;
    int offset = 0;
    for (int i = 0; i < operation.size() && offset <= moved; i++) {
      int length = operation.length(i);
      if (operation.kind(i) == Kind.DELETE) {
        moved -= Math.min(length, moved - offset);
        continue;
      }
      if (operation.kind(i) == Kind.INSERT && (offset < moved || !stays)) {
        moved += length;
      }
      offset += length;
    }
    return moved;
  }
}
