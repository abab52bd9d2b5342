package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.persistence.CorruptOperationException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reading the log. What comes out has been verified. */
final class LogQueries {

  /** Keeps statements of few shapes, so that databases keep their plans. */
  private static final int DOCUMENTS_PER_QUERY = 200;

  private LogQueries() {}

  /** Rows {@code from} to {@code last}, as many as there are, without a gap. */
  static List<Operation> read(
      EntityManager entityManager, DocumentId document, long from, long last) {
    List<OperationEntity> rows = select(entityManager, document, from, last);
    long known = 0;
    if (rows.size() <= last - from) {
      // Short: the log may simply end here. Looking again after the head was read, everything up to
      // that head must be there, whatever is committed meanwhile.
      long head = head(entityManager, document);
      if (head >= from + rows.size()) {
        entityManager.clear();
        rows = select(entityManager, document, from, last);
        known = Math.min(head, last);
      }
    }
    List<Operation> operations = new ArrayList<>(rows.size());
    long expected = from;
    for (OperationEntity row : rows) {
      requireEqual(document, expected, row.revision);
      operations.add(row.toOperation());
      expected++;
    }
    requireEqual(document, expected, Math.max(expected, known + 1));
    return operations;
  }

  private static void requireEqual(DocumentId document, long expected, long found) {
    if (found != expected) {
      throw new CorruptOperationException(document, expected, "missing from the log");
    }
  }

  /**
   * Derby may take another index by itself, one that leads through all rows of a document, as
   * statistics come and go; for other databases the words to it are a comment.
   */
  @SuppressWarnings("unchecked")
  private static List<OperationEntity> select(
      EntityManager entityManager, DocumentId document, long from, long last) {
    return entityManager
        .createNativeQuery(
            "SELECT o.* FROM operation_log o --DERBY-PROPERTIES index=OPERATION_LOG_PK\n"
                + " WHERE o.document = ? AND o.revision BETWEEN ? AND ? ORDER BY o.revision",
            OperationEntity.class)
        .setParameter(1, document.value())
        .setParameter(2, from)
        .setParameter(3, last)
        .getResultList();
  }

  static long head(EntityManager entityManager, DocumentId document) {
    List<Long> newest =
        entityManager
            .createQuery(
                "SELECT o.revision FROM OperationEntity o WHERE o.document = :document"
                    + " ORDER BY o.revision DESC",
                Long.class)
            .setParameter("document", document.value())
            .setMaxResults(1)
            .getResultList();
    return newest.isEmpty() ? 0 : newest.get(0);
  }

  /** One index probe per document, a few hundred of them in each statement. */
  static Map<DocumentId, Long> heads(
      EntityManager entityManager, Collection<DocumentId> documents) {
    Map<DocumentId, Long> heads = new HashMap<>();
    List<DocumentId> all = List.copyOf(documents);
    for (int i = 0; i < all.size(); i += DOCUMENTS_PER_QUERY) {
      probe(entityManager, all.subList(i, Math.min(i + DOCUMENTS_PER_QUERY, all.size())), heads);
    }
    for (DocumentId document : all) {
      // Not in the document table, or nothing from its snapshot on: the log has the last word.
      heads.computeIfAbsent(document, missing -> head(entityManager, missing));
    }
    return heads;
  }

  /**
   * A grouped maximum would walk through all rows of each document, and so would Derby without the
   * snapshot, from which no head is far away.
   */
  private static void probe(
      EntityManager entityManager, List<DocumentId> documents, Map<DocumentId, Long> heads) {
    String marks = String.join(", ", Collections.nCopies(documents.size(), "?"));
    Query query =
        entityManager.createNativeQuery(
            "SELECT d.id, (SELECT MAX(o.revision) FROM operation_log o WHERE o.document = d.id"
                + " AND o.revision >= d.snapshot_revision), d.snapshot_revision"
                + " FROM document d WHERE d.id IN ("
                + marks
                + ")");
    for (int i = 0; i < documents.size(); i++) {
      query.setParameter(i + 1, documents.get(i).value());
    }
    for (Object row : query.getResultList()) {
      Object[] columns = (Object[]) row;
      DocumentId document = new DocumentId(UUID.fromString(columns[0].toString()));
      if (columns[1] != null) {
        heads.put(document, ((Number) columns[1]).longValue());
      } else if (((Number) columns[2]).longValue() == 0) {
        heads.put(document, 0L);
      }
    }
  }

  /** By the names, which Derby has to be told as well. */
  @SuppressWarnings("unchecked")
  static Optional<Operation> findLast(
      EntityManager entityManager, DocumentId document, OperationName first, long lastSequence) {
    List<OperationEntity> found =
        entityManager
            .createNativeQuery(
                "SELECT o.* FROM operation_log o"
                    + " --DERBY-PROPERTIES constraint=OPERATION_LOG_NAME\n"
                    + " WHERE o.document = ? AND o.client = ?"
                    + " AND o.client_sequence BETWEEN ? AND ?"
                    + " ORDER BY o.client_sequence DESC FETCH FIRST ROW ONLY",
                OperationEntity.class)
            .setParameter(1, document.value())
            .setParameter(2, first.client().value())
            .setParameter(3, first.sequence())
            .setParameter(4, lastSequence)
            .getResultList();
    return found.stream().findFirst().map(OperationEntity::toOperation);
  }
}
