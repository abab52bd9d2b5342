package coedit.plugin.yjs.encoding;

/** The writing half of {@link AnyValue}. */
final class AnyWriter {

  private static final double MAX_INTEGER = Integer.MAX_VALUE;

  private AnyWriter() {}

  static void write(AnyValue value, ByteWriter out) {
    if (value instanceof AnyValue.Constant constant) {
      out.writeByte(tag(constant));
    } else if (value instanceof AnyValue.Numeric number) {
      writeNumber(number.value(), out);
    } else if (value instanceof AnyValue.BigInt integer) {
      out.writeByte(122);
      out.writeInt64(integer.value());
    } else if (value instanceof AnyValue.Text text) {
      out.writeByte(119);
      out.writeString(text.value());
    } else if (value instanceof AnyValue.Entries object) {
      out.writeByte(118);
      out.writeVarUint(object.values().size());
      object
          .values()
          .forEach(
              (key, entry) -> {
                out.writeString(key);
                write(entry, out);
              });
    } else if (value instanceof AnyValue.Elements array) {
      out.writeByte(117);
      out.writeVarUint(array.values().size());
      array.values().forEach(element -> write(element, out));
    } else if (value instanceof AnyValue.Bytes bytes) {
      out.writeByte(116);
      out.writeByteArray(bytes.value().unsafeBytes());
    }
  }

  private static int tag(AnyValue.Constant constant) {
    return switch (constant) {
      case UNDEFINED -> 127;
      case NULL -> 126;
      case FALSE -> 121;
      case TRUE -> 120;
    };
  }

  /** Whole numbers of 31 bits, then what a float holds exactly, then doubles. */
  private static void writeNumber(double value, ByteWriter out) {
    if (value == Math.rint(value) && Math.abs(value) <= MAX_INTEGER) {
      out.writeByte(125);
      out.writeVarInt(value);
    } else if ((float) value == value) {
      out.writeByte(124);
      out.writeFloat32((float) value);
    } else {
      out.writeByte(123);
      out.writeFloat64(value);
    }
  }
}
