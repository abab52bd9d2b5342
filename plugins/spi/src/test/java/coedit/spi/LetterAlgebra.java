package coedit.spi;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import java.util.List;

/**
 * A toy: operations {@code "position letter"} put one letter into a word of at most 20 letters; of
 * two at one place the left one stands first. Reads leading zeros and writes none.
 */
final class LetterAlgebra implements OtAlgebra<LetterAlgebra.Put> {

  record Put(int position, char letter) {}

  record Word(String letters) implements DocumentState {

    @Override
    public DocumentState apply(Payload operation) {
      try {
        return new LetterAlgebra().apply(this, new LetterAlgebra().parse(operation));
      } catch (RefusedException refused) {
        throw new CorruptPayloadException(refused.reason(), refused);
      }
    }

    @Override
    public Payload content() {
      return Payload.ofUtf8(letters);
    }

    @Override
    public long estimatedBytes() {
      return letters.length();
    }
  }

  @Override
  public Put parse(Payload payload) {
    String text = payload.utf8();
    if (!text.matches("[0-9]{1,4} [a-z]")) {
      throw new RefusedException(ErrorCode.INVALID_OPERATION, "not a position and a letter");
    }
    int space = text.indexOf(' ');
    return new Put(Integer.parseInt(text.substring(0, space)), text.charAt(space + 1));
  }

  @Override
  public Payload encode(Put put) {
    return Payload.ofUtf8(put.position() + " " + put.letter());
  }

  @Override
  public void requireFits(Put put, DocumentState state, List<Put> others) {
    requireWithin(put, ((Word) state).letters().length() - others.size());
  }

  @Override
  public Put transform(Put put, Put other, Side side) {
    boolean after =
        put.position() > other.position()
            || (put.position() == other.position() && side == Side.RIGHT);
    return after ? new Put(put.position() + 1, put.letter()) : put;
  }

  @Override
  public DocumentState apply(DocumentState state, Put put) {
    String letters = ((Word) state).letters();
    requireWithin(put, letters.length());
    if (letters.length() == 20) {
      throw new RefusedException(ErrorCode.TOO_LARGE, "the word is full");
    }
    return new Word(new StringBuilder(letters).insert(put.position(), put.letter()).toString());
  }

  private static void requireWithin(Put put, int length) {
    if (put.position() > length) {
      throw new RefusedException(ErrorCode.INVALID_OPERATION, "past the end");
    }
  }
}
