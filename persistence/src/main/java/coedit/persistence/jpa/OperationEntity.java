package coedit.persistence.jpa;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import coedit.persistence.CorruptOperationException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** A row of the log, for reading; {@link GroupWriter} writes all but a document's first. */
@Entity
@Table(name = "operation_log")
@IdClass(RevisionKey.class)
class OperationEntity {

  @Id
  @Column(name = "document")
  UUID document = Ids.NIL;

  @Id
  @Column(name = "revision")
  long revision;

  @Column(name = "client")
  long client;

  @Column(name = "client_sequence")
  long sequence;

  @Column(name = "author")
  String author = "";

  @Column(name = "base_revision")
  long base;

  @Column(name = "epoch")
  long epoch;

  @Column(name = "hlc")
  long hlc;

  @Column(name = "format_version")
  int formatVersion;

  @Column(name = "digest")
  int digest;

  @Column(name = "payload")
  byte[] payload = {};

  @Column(name = "checksum")
  int checksum;

  static OperationEntity of(DocumentId document, Operation operation) {
    OperationEntity row = new OperationEntity();
    row.document = document.value();
    row.revision = operation.revision();
    row.client = operation.name().client().value();
    row.sequence = operation.name().sequence();
    row.author = operation.author();
    row.base = operation.base();
    row.epoch = operation.provenance().epoch();
    row.hlc = operation.provenance().hlc();
    row.formatVersion = operation.provenance().formatVersion();
    row.digest = operation.provenance().digest();
    row.payload = operation.payload().toBytes();
    row.checksum = OperationChecksum.of(document, operation);
    return row;
  }

  /**
   * The operation, if the row is as it was written.
   *
   * @throws CorruptOperationException when it is not
   */
  Operation toOperation() {
    DocumentId id = new DocumentId(document);
    Operation operation;
    try {
      operation =
          new Operation(
              revision,
              new OperationName(new ClientId(client), sequence),
              author,
              base,
              new Provenance(epoch, hlc, formatVersion, digest),
              Payload.wrap(payload));
    } catch (IllegalArgumentException impossible) {
      throw new CorruptOperationException(id, revision, "impossible: " + impossible.getMessage());
    }
    if (OperationChecksum.of(id, operation) != checksum) {
      throw new CorruptOperationException(id, revision, "the checksum does not match");
    }
    return operation;
  }
}
