package coedit.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Immutable bytes that only the document type's plugin understands. */
public final class Payload {

  private final byte[] bytes;

  /** What a reader made of the bytes last; a race costs a second reading and nothing else. */
  private @Nullable Reading reading;

  private record Reading(Object reader, Object value) {}

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A payload with a copy of {@code bytes}. */
  public static Payload copyOf(byte[] bytes) {
    return new Payload(bytes.clone());
  }

  /** A payload that takes {@code bytes} over; the caller never touches them again. */
  public static Payload wrap(byte[] bytes) {
    return new Payload(bytes);
  }

  public static Payload ofUtf8(String text) {
    return new Payload(text.getBytes(StandardCharsets.UTF_8));
  }

  public int size() {
    return bytes.length;
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes themselves, without a copy, for readers that promise not to write. */
  public byte[] unsafeBytes() {
    return bytes;
  }

  /**
   * What {@code reader} makes of this payload, kept with it: operations of a document's tail are
   * asked for by every concurrent submission.
   *
   * @param reader a constant of its type, compared by identity; gives immutable values
   */
  @SuppressWarnings("unchecked")
  public <T> T readBy(Function<Payload, T> reader) {
    Reading known = reading;
    if (known == null || known.reader != reader) {
      known = new Reading(reader, Objects.requireNonNull(reader.apply(this)));
      reading = known;
    }
    return (T) known.value;
  }

  /** Keeps what {@code reader} would make of this payload, known from writing it. */
  public <T> Payload knownTo(Function<Payload, T> reader, T value) {
    reading = new Reading(reader, Objects.requireNonNull(value));
    return this;
  }

  /** The bytes read as UTF-8. */
  public String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** CRC-32C of the bytes: finds damage at rest and tells two submissions of one name apart. */
  public int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Payload[" + bytes.length + " bytes]";
  }
}
