package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoreException;
import coedit.persistence.StoredSnapshot;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** Snapshots as compressed bytes with a hash. */
final class JpaSnapshotStore implements SnapshotStore {

  private static final System.Logger LOG = System.getLogger(JpaSnapshotStore.class.getName());

  private final Transactions transactions;

  JpaSnapshotStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void save(DocumentId document, StoredSnapshot snapshot) {
    SnapshotEntity row = SnapshotEntity.of(document.value(), snapshot);
    try {
      transactions.run("save a snapshot of " + document, em -> insert(em, row));
    } catch (StoreException failure) {
      // Another member was first: equal revisions have equal states (INV-9).
      if (!SqlFailures.isConstraintViolation(failure)) {
        throw failure;
      }
    }
  }

  private static boolean insert(EntityManager entityManager, SnapshotEntity row) {
    RevisionKey key = new RevisionKey(row.document, row.revision);
    if (entityManager.find(SnapshotEntity.class, key) != null) {
      return false;
    }
    entityManager.persist(row);
    entityManager
        .createQuery(
            "UPDATE DocumentEntity d SET d.snapshotRevision = :revision"
                + " WHERE d.id = :document AND d.snapshotRevision < :revision")
        .setParameter("revision", row.revision)
        .setParameter("document", row.document)
        .executeUpdate();
    return true;
  }

  @Override
  public Optional<StoredSnapshot> latest(DocumentId document, long atMost) {
    for (long before = atMost; before >= 0; ) {
      long limit = before;
      Optional<SnapshotEntity> row =
          transactions.run("read a snapshot of " + document, em -> newest(em, document, limit));
      if (row.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(row.get().toStored());
      } catch (IOException damaged) {
        LOG.log(
            Level.ERROR,
            "snapshot of document " + document + " at revision " + row.get().revision,
            damaged);
        before = row.get().revision - 1;
      }
    }
    return Optional.empty();
  }

  private static Optional<SnapshotEntity> newest(
      EntityManager entityManager, DocumentId document, long atMost) {
    return entityManager
        .createQuery(
            "SELECT s FROM SnapshotEntity s WHERE s.document = :document"
                + " AND s.revision <= :atMost ORDER BY s.revision DESC",
            SnapshotEntity.class)
        .setParameter("document", document.value())
        .setParameter("atMost", atMost)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  @Override
  public int prune(DocumentId document, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep " + keep);
    }
    return transactions.run("prune snapshots of " + document, em -> prune(em, document, keep));
  }

  private static int prune(EntityManager entityManager, DocumentId document, int keep) {
    List<Long> oldestKept =
        entityManager
            .createQuery(
                "SELECT s.revision FROM SnapshotEntity s WHERE s.document = :document"
                    + " ORDER BY s.revision DESC",
                Long.class)
            .setParameter("document", document.value())
            .setFirstResult(keep - 1)
            .setMaxResults(1)
            .getResultList();
    if (oldestKept.isEmpty()) {
      return 0;
    }
    return entityManager
        .createQuery(
            "DELETE FROM SnapshotEntity s WHERE s.document = :document AND s.revision < :oldest")
        .setParameter("document", document.value())
        .setParameter("oldest", oldestKept.get(0))
        .executeUpdate();
  }
}
