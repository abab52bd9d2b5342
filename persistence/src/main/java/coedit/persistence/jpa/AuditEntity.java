package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.persistence.AuditStore.Entry;
import coedit.persistence.AuditStore.Numbered;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of the audit log. */
@Entity
@Table(name = "audit")
class AuditEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  @Nullable Long id;

  @Column(name = "happened_at")
  long at;

  @Column(name = "event")
  String event = "";

  @Column(name = "actor")
  String actor = "";

  @Column(name = "address")
  String address = "";

  /** A text, empty for none: EclipseLink cannot write "no UUID" to PostgreSQL. */
  @Column(name = "document")
  String document = "";

  @Column(name = "detail")
  String detail = "";

  static AuditEntity of(Entry entry) {
    AuditEntity row = new AuditEntity();
    row.at = entry.at().toEpochMilli();
    row.event = entry.event();
    row.actor = entry.actor();
    row.address = entry.address();
    row.document = entry.document().map(DocumentId::toString).orElse("");
    row.detail = entry.detail();
    return row;
  }

  Numbered toNumbered() {
    Entry entry =
        new Entry(
            Instant.ofEpochMilli(at), event, actor, address, DocumentId.parse(document), detail);
    return new Numbered(id == null ? 0 : id, entry);
  }
}
