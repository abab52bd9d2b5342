package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.persistence.DocumentRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document's row. Times are milliseconds since 1970. */
@Entity
@Table(name = "document")
class DocumentEntity {

  static final int LIVE = 0;
  static final int DELETED = 1;

  @Id
  @Column(name = "id")
  UUID id = Ids.NIL;

  @Column(name = "shard")
  int shard;

  @Column(name = "type")
  String type = "";

  @Column(name = "type_version")
  int typeVersion;

  @Column(name = "title")
  String title = "";

  @Column(name = "name")
  @Nullable String name;

  @Column(name = "floor")
  long floor;

  @Column(name = "snapshot_revision")
  long snapshotRevision;

  @Column(name = "acl_epoch")
  long accessEpoch;

  @Column(name = "state")
  int state = LIVE;

  @Column(name = "created_by")
  String createdBy = "";

  /** Empty in rows of a server of the release before: then it is the creator. */
  @Column(name = "owner")
  @Nullable String owner;

  @Column(name = "created_at")
  long createdAt;

  @Column(name = "updated_at")
  long updatedAt;

  static DocumentEntity of(DocumentRecord document) {
    DocumentEntity row = new DocumentEntity();
    row.id = document.id().value();
    row.shard = document.shard();
    row.type = document.type();
    row.typeVersion = document.typeVersion();
    row.title = document.title();
    row.name = document.name().orElse(null);
    row.floor = document.floor();
    row.accessEpoch = document.accessEpoch();
    row.createdBy = document.createdBy();
    row.owner = document.owner();
    row.createdAt = document.createdAt().toEpochMilli();
    row.updatedAt = document.updatedAt().toEpochMilli();
    return row;
  }

  DocumentRecord toRecord() {
    return new DocumentRecord(
        new DocumentId(id),
        shard,
        type,
        typeVersion,
        title,
        Optional.ofNullable(name),
        floor,
        accessEpoch,
        createdBy,
        owner == null ? createdBy : owner,
        Instant.ofEpochMilli(createdAt),
        Instant.ofEpochMilli(updatedAt));
  }
}
