package coedit.core.documents;

import coedit.core.service.DocumentService.FirstContent;
import coedit.core.service.Outcome;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.spi.DocumentType;
import coedit.spi.RefusedException;
import coedit.spi.Resolution;
import coedit.spi.Submission;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How a document begins with content: once. Its id follows from who asks and under which key, so
 * that the table of documents itself keeps a second request from making a second document; the
 * content is its first operation, made under no lease, stored with the document in one transaction.
 */
final class Beginning {

  /** Below that of every lease (INV-6): nobody can have the document open yet. */
  private static final long NO_LEASE = 0;

  private static final int STAMP_COUNTER_BITS = 16;

  /** A name-based UUID of a kind of one's own, as RFC 9562 has it. */
  private static final long VERSION_8 = 8L << 12;

  private static final long VERSION_BITS = 0xf000L;
  private static final long VARIANT = 1L << 63;
  private static final long VARIANT_BITS = 3L << 62;

  private final DocumentType type;
  private final DocumentId id;
  private final FirstContent content;

  Beginning(DocumentType type, DocumentId id, FirstContent content) {
    this.type = type;
    this.id = id;
    this.content = content;
  }

  DocumentId id() {
    return id;
  }

  /** The document that this user makes under this key, now or earlier. */
  static DocumentId id(String user, String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((user.length() + " " + user + " " + key).getBytes(StandardCharsets.UTF_8));
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new DocumentId(
          new UUID(
              (hash.getLong() & ~VERSION_BITS) | VERSION_8,
              (hash.getLong() & ~VARIANT_BITS) | VARIANT));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The first operation, none when there is nothing in the content; or why the type takes not. */
  Outcome<Optional<Operation>> operation(String author, Instant now) {
    try {
      return Outcome.done(first(author, now));
    } catch (RefusedException refused) {
      return Outcome.refused(refused.code(), refused.reason());
    }
  }

  private Optional<Operation> first(String author, Instant now) {
    Payload wanted =
        type.imported(content.bytes(), content.mediaType(), id)
            .orElseThrow(
                () ->
                    new RefusedException(
                        ErrorCode.INVALID_OPERATION,
                        "a document of type "
                            + type.id()
                            + " begins with one of "
                            + String.join(", ", type.imports())));
    if (wanted.size() == 0) {
      return Optional.empty();
    }
    OperationName name = new OperationName(client(), 1);
    Resolution resolution =
        type.strategy()
            .resolve(type.empty(), new Submission(name, author, 0, List.of(wanted)), List.of());
    if (resolution instanceof Resolution.Refuse refuse) {
      throw new RefusedException(refuse.code(), refuse.reason());
    }
    Payload resolved =
        resolution instanceof Resolution.Apply apply
            ? apply.payloads().get(0)
            : Payload.wrap(new byte[0]);
    return resolved.size() == 0
        ? Optional.empty()
        : Optional.of(
            new Operation(
                1,
                name,
                author,
                0,
                new Provenance(
                    NO_LEASE,
                    now.toEpochMilli() << STAMP_COUNTER_BITS,
                    type.formatVersion(),
                    digest()),
                resolved));
  }

  /** Whether {@code first} may be what another request under the same key began with. */
  boolean isOf(Operation first) {
    return !first.name().client().equals(client()) || first.provenance().digest() == digest();
  }

  /** Of the content as it was sent, so that the same key with another content is found out. */
  private int digest() {
    return content.bytes().checksum();
  }

  private ClientId client() {
    long bits = id.value().getMostSignificantBits() & Long.MAX_VALUE;
    return new ClientId(Math.max(bits, 1));
  }
}
