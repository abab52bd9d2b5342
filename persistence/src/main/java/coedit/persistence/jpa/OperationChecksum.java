package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * CRC-32C over everything a row of the log says, its place included, so that a row which was moved
 * to another document or revision is found out like one which was altered. It guards against
 * damage, not against forgery. The layout is stored for ever: change it only with a new column.
 */
final class OperationChecksum {

  private static final int FIXED_BYTES = 8 * Long.BYTES + 3 * Integer.BYTES;

  private OperationChecksum() {}

  static int of(DocumentId document, Operation operation) {
    byte[] author = operation.author().getBytes(StandardCharsets.UTF_8);
    Provenance provenance = operation.provenance();
    ByteBuffer fixed =
        ByteBuffer.allocate(FIXED_BYTES)
            .putLong(document.value().getMostSignificantBits())
            .putLong(document.value().getLeastSignificantBits())
            .putLong(operation.revision())
            .putLong(operation.name().client().value())
            .putLong(operation.name().sequence())
            .putLong(operation.base())
            .putLong(provenance.epoch())
            .putLong(provenance.hlc())
            .putInt(provenance.formatVersion())
            .putInt(provenance.digest())
            .putInt(author.length)
            .flip();
    CRC32C crc = new CRC32C();
    crc.update(fixed);
    crc.update(author);
    crc.update(operation.payload().unsafeBytes());
    return (int) crc.getValue();
  }
}
