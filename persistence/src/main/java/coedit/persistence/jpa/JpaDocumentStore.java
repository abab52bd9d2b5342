package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.persistence.DocumentRecord;
import coedit.persistence.DocumentStore;
import coedit.persistence.GrantChange;
import coedit.persistence.StoreException;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Documents and grants as rows; a deleted document keeps its row, so that its id is never reused.
 */
final class JpaDocumentStore implements DocumentStore {

  private static final int IDS_PER_QUERY = 500;

  private final Transactions transactions;

  JpaDocumentStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public boolean create(DocumentRecord document, List<Grant> grants, Optional<Operation> first) {
    try {
      return transactions.run(
          "create document " + document.id(),
          em -> {
            em.persist(DocumentEntity.of(document));
            em.flush();
            persist(em, document.id(), grants);
            first.ifPresent(operation -> em.persist(OperationEntity.of(document.id(), operation)));
            return true;
          });
    } catch (StoreException failure) {
      if (SqlFailures.isConstraintViolation(failure)) {
        return false;
      }
      throw failure;
    }
  }

  private static void persist(EntityManager em, DocumentId id, List<Grant> grants) {
    for (Grant grant : grants) {
      em.persist(GrantEntity.of(id.value(), grant));
    }
  }

  @Override
  public Optional<DocumentRecord> find(DocumentId id) {
    return transactions
        .run("find document " + id, em -> Optional.ofNullable(live(em, id)))
        .map(DocumentEntity::toRecord);
  }

  private static @Nullable DocumentEntity live(EntityManager em, DocumentId id) {
    DocumentEntity row = em.find(DocumentEntity.class, id.value());
    return row != null && row.state == DocumentEntity.LIVE ? row : null;
  }

  @Override
  public Optional<DocumentRecord> findByName(String name) {
    return transactions.run(
        "find a document by name",
        em ->
            em.createQuery(
                    "SELECT d FROM DocumentEntity d WHERE d.name = :name AND d.state = 0",
                    DocumentEntity.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst()
                .map(DocumentEntity::toRecord));
  }

  @Override
  public List<DocumentRecord> visibleTo(String user, Set<String> groups, int offset, int limit) {
    Set<String> principals = new HashSet<>();
    principals.add(GrantEntity.principal(Grant.Kind.EVERYONE, ""));
    principals.add(GrantEntity.principal(Grant.Kind.USER, user));
    groups.forEach(group -> principals.add(GrantEntity.principal(Grant.Kind.GROUP, group)));
    return transactions.run(
        "list documents",
        em ->
            em.createQuery(
                    "SELECT d FROM DocumentEntity d WHERE d.state = 0 AND d.id IN"
                        + " (SELECT g.document FROM GrantEntity g"
                        + " WHERE g.principal IN :principals AND g.level >= :view)"
                        + " ORDER BY d.updatedAt DESC, d.id",
                    DocumentEntity.class)
                .setParameter("principals", principals)
                .setParameter("view", GrantEntity.VIEW_LEVEL)
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultStream()
                .map(DocumentEntity::toRecord)
                .toList());
  }

  @Override
  public boolean rename(DocumentId id, String title, long seen) {
    return transactions.run(
        "rename document " + id,
        em ->
            em.createQuery(
                        "UPDATE DocumentEntity d SET d.title = :title"
                            + " WHERE d.id = :id AND d.state = 0 AND d.accessEpoch = :seen")
                    .setParameter("title", title)
                    .setParameter("id", id.value())
                    .setParameter("seen", seen)
                    .executeUpdate()
                == 1);
  }

  /** The name goes with it, so that another document can take it. */
  @Override
  public boolean delete(DocumentId id, long seen) {
    return transactions.run(
        "delete document " + id,
        em -> {
          boolean existed =
              em.createQuery(
                          "UPDATE DocumentEntity d SET d.state = 1, d.name = NULL"
                              + " WHERE d.id = :id AND d.state = 0 AND d.accessEpoch = :seen")
                      .setParameter("id", id.value())
                      .setParameter("seen", seen)
                      .executeUpdate()
                  == 1;
          if (existed) {
            endLease(em, id);
          }
          return existed;
        });
  }

  @Override
  public List<Grant> grants(DocumentId id) {
    return transactions.run("read grants of " + id, em -> grants(em, id));
  }

  private static List<Grant> grants(EntityManager em, DocumentId id) {
    return em.createQuery(
            "SELECT g FROM GrantEntity g, DocumentEntity d WHERE g.document = :id"
                + " AND d.id = g.document AND d.state = 0 ORDER BY g.principal",
            GrantEntity.class)
        .setParameter("id", id.value())
        .getResultStream()
        .map(GrantEntity::toGrant)
        .toList();
  }

  @Override
  public Map<DocumentId, List<Grant>> grants(Collection<DocumentId> documents) {
    Map<DocumentId, List<Grant>> all = new HashMap<>();
    transactions.run(
        "read grants",
        em -> {
          for (List<UUID> ids : idsPerQuery(documents)) {
            em.createQuery(
                    "SELECT g FROM GrantEntity g, DocumentEntity d WHERE g.document IN :ids"
                        + " AND d.id = g.document AND d.state = 0 ORDER BY g.principal",
                    GrantEntity.class)
                .setParameter("ids", ids)
                .getResultStream()
                .forEach(
                    row ->
                        all.computeIfAbsent(
                                new DocumentId(row.document), unknown -> new ArrayList<>())
                            .add(row.toGrant()));
          }
          return all.size();
        });
    return all;
  }

  private static List<List<UUID>> idsPerQuery(Collection<DocumentId> documents) {
    List<UUID> ids = documents.stream().map(DocumentId::value).toList();
    List<List<UUID>> parts = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += IDS_PER_QUERY) {
      parts.add(ids.subList(i, Math.min(i + IDS_PER_QUERY, ids.size())));
    }
    return parts;
  }

  /** The update comes first: it makes two replacements of one document wait for each other. */
  @Override
  public OptionalLong replaceGrants(DocumentId id, List<Grant> grants, String owner, long seen) {
    return transactions.run(
        "replace grants of " + id,
        em -> {
          int changed =
              em.createQuery(
                      "UPDATE DocumentEntity d SET d.accessEpoch = d.accessEpoch + 1,"
                          + " d.owner = :owner"
                          + " WHERE d.id = :id AND d.state = 0 AND d.accessEpoch = :seen")
                  .setParameter("owner", owner)
                  .setParameter("id", id.value())
                  .setParameter("seen", seen)
                  .executeUpdate();
          if (changed == 0) {
            return OptionalLong.empty();
          }
          replace(em, id, grants);
          return OptionalLong.of(seen + 1);
        });
  }

  private static void replace(EntityManager em, DocumentId id, List<Grant> grants) {
    boolean takesAway = GrantChange.takesAway(grants(em, id), grants);
    em.createQuery("DELETE FROM GrantEntity g WHERE g.document = :id")
        .setParameter("id", id.value())
        .executeUpdate();
    em.clear();
    persist(em, id, grants);
    if (takesAway) {
      endLease(em, id);
    }
  }

  /**
   * Waits for a commit in flight, and shuts out every later one under the lease there was. The
   * shard is asked for before: as a part of the update Derby looks for it in all rows of documents,
   * and waits for those that others hold.
   */
  private static void endLease(EntityManager em, DocumentId id) {
    int shard =
        em.createQuery("SELECT d.shard FROM DocumentEntity d WHERE d.id = :id", Integer.class)
            .setParameter("id", id.value())
            .getSingleResult();
    em.createQuery("UPDATE ShardEntity s SET s.epoch = s.epoch + 1 WHERE s.id = :shard")
        .setParameter("shard", shard)
        .executeUpdate();
  }

  /** In id order, so that two members never wait for each other in a ring. */
  @Override
  public void touch(Map<DocumentId, Instant> changes) {
    transactions.run(
        "note changes",
        em -> {
          for (Map.Entry<DocumentId, Instant> change : new TreeMap<>(changes).entrySet()) {
            em.createQuery(
                    "UPDATE DocumentEntity d SET d.updatedAt = :at"
                        + " WHERE d.id = :id AND d.updatedAt < :at")
                .setParameter("at", change.getValue().toEpochMilli())
                .setParameter("id", change.getKey().value())
                .executeUpdate();
          }
          return changes.size();
        });
  }

  @Override
  public Set<String> typesInUse() {
    return transactions.run(
        "read the types in use",
        em ->
            Set.copyOf(
                em.createQuery(
                        "SELECT DISTINCT d.type FROM DocumentEntity d WHERE d.state = 0",
                        String.class)
                    .getResultList()));
  }

  @Override
  public Map<DocumentId, Long> accessEpochs(Collection<DocumentId> documents) {
    return transactions.run(
        "read access epochs",
        em -> {
          Map<DocumentId, Long> epochs = new HashMap<>();
          for (List<UUID> ids : idsPerQuery(documents)) {
            em.createQuery(
                    "SELECT d.id, d.accessEpoch FROM DocumentEntity d"
                        + " WHERE d.id IN :ids AND d.state = 0",
                    Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> epochs.put(new DocumentId((UUID) row[0]), (Long) row[1]));
          }
          return epochs;
        });
  }
}
