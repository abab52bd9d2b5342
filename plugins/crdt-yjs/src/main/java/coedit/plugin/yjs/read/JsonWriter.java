package coedit.plugin.yjs.read;

import coedit.plugin.yjs.encoding.AnyValue;
import coedit.plugin.yjs.encoding.ByteReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Base64;
import java.util.Map;

/**
 * Writes values as JSON, as JavaScript would: an undefined entry is left out, an undefined element
 * is null, and so is a number that is none. Bytes, which JSON has no word for, are base64 text.
 */
public final class JsonWriter {

  private static final double SMALLEST_PLAIN = 1e-6;
  private static final double SMALLEST_EXPONENTIAL = 1e21;
  private static final int MOST_DIGITS = 17;
  private static final int ALWAYS_EXACT = 15;

  private JsonWriter() {}

  /** Appends a value. */
  public static void write(AnyValue value, StringBuilder out) {
    if (value instanceof AnyValue.Constant constant) {
      out.append(
          constant == AnyValue.Constant.TRUE
              ? "true"
              : constant == AnyValue.Constant.FALSE ? "false" : "null");
    } else if (value instanceof AnyValue.Numeric number) {
      out.append(number(number.value()));
    } else if (value instanceof AnyValue.BigInt integer) {
      out.append(integer.value());
    } else if (value instanceof AnyValue.Text text) {
      writeText(text.value(), out);
    } else if (value instanceof AnyValue.Bytes bytes) {
      writeText(base64(bytes), out);
    } else if (value instanceof AnyValue.Elements array) {
      String separator = "[";
      for (AnyValue element : array.values()) {
        out.append(separator);
        write(element, out);
        separator = ",";
      }
      out.append(array.values().isEmpty() ? "[]" : "]");
    } else if (value instanceof AnyValue.Entries object) {
      write(object, out);
    }
  }

  private static void write(AnyValue.Entries object, StringBuilder out) {
    String separator = "";
    out.append('{');
    for (Map.Entry<String, AnyValue> entry : object.values().entrySet()) {
      if (entry.getValue() != AnyValue.Constant.UNDEFINED) {
        out.append(separator);
        writeText(entry.getKey(), out);
        out.append(':');
        write(entry.getValue(), out);
        separator = ",";
      }
    }
    out.append('}');
  }

  private static String base64(AnyValue.Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.value().toBytes());
  }

  /** Appends a text in quotes. */
  public static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (unit < ' ') {
            out.append(unit < 0x10 ? "\\u000" : "\\u00").append(Integer.toHexString(unit));
          } else {
            out.append(unit);
          }
        }
      }
    }
    out.append('"');
  }

  /** A number as JavaScript writes it: the fewest digits that name it. */
  public static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "null";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size <= ByteReader.MAX_SAFE_INTEGER) {
      return Long.toString((long) value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal digits = exact.round(new MathContext(MOST_DIGITS));
    int least = size < Double.MIN_NORMAL ? 1 : ALWAYS_EXACT;
    for (int precision = least; precision < MOST_DIGITS; precision++) {
      BigDecimal shorter = exact.round(new MathContext(precision));
      if (shorter.doubleValue() == value) {
        digits = shorter;
        break;
      }
    }
    digits = digits.stripTrailingZeros();
    if ((size >= SMALLEST_PLAIN && size < SMALLEST_EXPONENTIAL) || size == 0) {
      return digits.toPlainString();
    }
    return exponential(digits);
  }

  private static String exponential(BigDecimal digits) {
    String unscaled = digits.unscaledValue().abs().toString();
    int exponent = digits.precision() - digits.scale() - 1;
    return (digits.signum() < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (unscaled.length() > 1 ? "." + unscaled.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }
}
