package coedit.spi;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from outside, as documents hold it. */
public final class PlainText {

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private PlainText() {}

  /**
   * The text of a file: strict UTF-8, without a byte order mark, and with lines that end in a line
   * feed alone. Editors count every line's end as one.
   *
   * @throws RefusedException {@code INVALID_TEXT} when it is not UTF-8
   */
  public static String ofFile(Payload content) {
    String text = ofUtf8(content);
    int start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    return text.substring(start).replace("\r\n", "\n").replace('\r', '\n');
  }

  /**
   * Text as it is, in strict UTF-8.
   *
   * @throws RefusedException {@code INVALID_TEXT} when it is not UTF-8
   */
  public static String ofUtf8(Payload content) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content.unsafeBytes()))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw new RefusedException(ErrorCode.INVALID_TEXT, "the content is not UTF-8");
    }
  }
}
