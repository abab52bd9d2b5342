package coedit.persistence.jpa;

import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.StoredSnapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A stored snapshot. Its SHA-256 covers every column, its place included. */
@Entity
@Table(name = "snapshot")
@IdClass(RevisionKey.class)
class SnapshotEntity {

  private static final int FORMAT_VERSION = 1;
  private static final int HEADER_BYTES = 3 * Long.BYTES + 4 * Integer.BYTES;

  @Id
  @Column(name = "document")
  UUID document = Ids.NIL;

  @Id
  @Column(name = "revision")
  long revision;

  /** Of this row's layout. */
  @Column(name = "format_version")
  int formatVersion = FORMAT_VERSION;

  /** Of the document type that wrote the content. */
  @Column(name = "type_version")
  int typeVersion;

  @Column(name = "codec")
  int codec = Deflated.CODEC;

  @Column(name = "client_high")
  byte[] clientHighs = {};

  @Column(name = "bytes")
  byte[] bytes = {};

  @Column(name = "sha256")
  byte[] sha256 = {};

  static SnapshotEntity of(UUID document, StoredSnapshot stored) {
    SnapshotEntity row = new SnapshotEntity();
    row.document = document;
    row.revision = stored.snapshot().revision();
    row.typeVersion = stored.snapshot().typeVersion();
    row.clientHighs = ClientHighCodec.encode(stored.clientHighs());
    row.bytes = Deflated.compress(stored.snapshot().content().unsafeBytes());
    row.sha256 = row.hash();
    return row;
  }

  /** The snapshot, or an exception that says how the row is damaged. */
  StoredSnapshot toStored() throws IOException {
    if (!MessageDigest.isEqual(sha256, hash())) {
      throw new IOException("the SHA-256 does not match");
    }
    if (formatVersion != FORMAT_VERSION || codec != Deflated.CODEC) {
      throw new IOException("written by a newer release: " + formatVersion + ", " + codec);
    }
    Payload content = Payload.wrap(Deflated.expand(bytes));
    return new StoredSnapshot(
        new Snapshot(revision, typeVersion, content), ClientHighCodec.decode(clientHighs));
  }

  private byte[] hash() {
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_BYTES)
            .putLong(document.getMostSignificantBits())
            .putLong(document.getLeastSignificantBits())
            .putLong(revision)
            .putInt(formatVersion)
            .putInt(typeVersion)
            .putInt(codec)
            .putInt(clientHighs.length)
            .flip();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(header);
      digest.update(clientHighs);
      return digest.digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
