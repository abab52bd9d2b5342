package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.persistence.AuditStore;
import jakarta.persistence.TypedQuery;
import java.util.List;

/** The audit log as rows. */
final class JpaAuditStore implements AuditStore {

  private final Transactions transactions;

  JpaAuditStore(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void append(List<Entry> entries) {
    transactions.run(
        "write the audit log",
        em -> {
          for (Entry entry : entries) {
            em.persist(AuditEntity.of(entry));
            em.flush(); // in this order: numbers are given as rows are written
          }
          return entries;
        });
  }

  /** Only the conditions that matter are in the query: an index serves each of them. */
  @Override
  public List<Numbered> before(long id, Filter filter, int limit) {
    StringBuilder text = new StringBuilder("SELECT a FROM AuditEntity a WHERE a.id < :id");
    filter.event().ifPresent(event -> text.append(" AND a.event = :event"));
    filter.actor().ifPresent(actor -> text.append(" AND a.actor = :actor"));
    filter.document().ifPresent(document -> text.append(" AND a.document = :document"));
    return transactions.run(
        "read the audit log",
        em -> {
          TypedQuery<AuditEntity> query =
              em.createQuery(text.append(" ORDER BY a.id DESC").toString(), AuditEntity.class);
          query.setParameter("id", id);
          filter.event().ifPresent(event -> query.setParameter("event", event));
          filter.actor().ifPresent(actor -> query.setParameter("actor", actor));
          filter
              .document()
              .map(DocumentId::toString)
              .ifPresent(d -> query.setParameter("document", d));
          return query.setMaxResults(limit).getResultStream().map(AuditEntity::toNumbered).toList();
        });
  }
}
