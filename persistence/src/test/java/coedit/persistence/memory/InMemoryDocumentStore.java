package coedit.persistence.memory;

import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.persistence.DocumentRecord;
import coedit.persistence.DocumentStore;
import coedit.persistence.GrantChange;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Documents and grants in memory. */
public final class InMemoryDocumentStore implements DocumentStore {

  private final Map<DocumentId, DocumentRecord> documents = new HashMap<>();
  private final Map<DocumentId, List<Grant>> grants = new HashMap<>();
  private final Set<DocumentId> deleted = new HashSet<>();
  private final IntConsumer endLease;
  private final BiConsumer<DocumentId, Operation> begin;

  /** Documents without a log. */
  public InMemoryDocumentStore() {
    this(shard -> {});
  }

  /**
   * Documents that begin empty.
   *
   * @param endLease ends the lease of a shard
   */
  public InMemoryDocumentStore(IntConsumer endLease) {
    this(
        endLease,
        (document, first) -> {
          throw new UnsupportedOperationException("no log");
        });
  }

  /**
   * Documents beside a log.
   *
   * @param endLease ends the lease of a shard
   * @param begin adds the first operation of a document to the log
   */
  public InMemoryDocumentStore(IntConsumer endLease, BiConsumer<DocumentId, Operation> begin) {
    this.endLease = endLease;
    this.begin = begin;
  }

  @Override
  public synchronized boolean create(
      DocumentRecord document, List<Grant> firstGrants, Optional<Operation> first) {
    boolean taken =
        documents.containsKey(document.id())
            || deleted.contains(document.id())
            || document.name().flatMap(this::findByName).isPresent();
    if (!taken) {
      documents.put(document.id(), document);
      grants.put(document.id(), List.copyOf(firstGrants));
      first.ifPresent(operation -> begin.accept(document.id(), operation));
    }
    return !taken;
  }

  @Override
  public synchronized Optional<DocumentRecord> find(DocumentId id) {
    return Optional.ofNullable(documents.get(id));
  }

  @Override
  public synchronized Optional<DocumentRecord> findByName(String name) {
    return documents.values().stream()
        .filter(document -> document.name().equals(Optional.of(name)))
        .findFirst();
  }

  @Override
  public synchronized List<DocumentRecord> visibleTo(
      String user, Set<String> groups, int offset, int limit) {
    return documents.values().stream()
        .filter(document -> isVisible(document.id(), user, groups))
        .sorted(
            Comparator.comparing(DocumentRecord::updatedAt)
                .reversed()
                .thenComparing(document -> document.id().toString()))
        .skip(offset)
        .limit(limit)
        .toList();
  }

  private boolean isVisible(DocumentId id, String user, Set<String> groups) {
    return grants(id).stream()
        .filter(grant -> grant.access().allows(Access.VIEW))
        .anyMatch(
            grant ->
                switch (grant.kind()) {
                  case USER -> grant.subject().equals(user);
                  case GROUP -> groups.contains(grant.subject());
                  case EVERYONE -> true;
                });
  }

  @Override
  public synchronized boolean rename(DocumentId id, String title, long seen) {
    DocumentRecord d = documents.get(id);
    boolean asSeen = d != null && d.accessEpoch() == seen;
    if (asSeen) {
      replace(d, title, d.accessEpoch(), d.owner(), d.updatedAt());
    }
    return asSeen;
  }

  private void replace(
      DocumentRecord d, String title, long accessEpoch, String owner, Instant updatedAt) {
    documents.put(
        d.id(),
        new DocumentRecord(
            d.id(),
            d.shard(),
            d.type(),
            d.typeVersion(),
            title,
            d.name(),
            d.floor(),
            accessEpoch,
            d.createdBy(),
            owner,
            d.createdAt(),
            updatedAt));
  }

  @Override
  public synchronized boolean delete(DocumentId id, long seen) {
    DocumentRecord gone = documents.get(id);
    boolean existed = gone != null && gone.accessEpoch() == seen;
    if (existed) {
      documents.remove(id);
      endLease.accept(gone.shard());
      deleted.add(id);
      grants.remove(id);
    }
    return existed;
  }

  @Override
  public synchronized List<Grant> grants(DocumentId id) {
    return grants.getOrDefault(id, List.of());
  }

  @Override
  public synchronized OptionalLong replaceGrants(
      DocumentId id, List<Grant> replacement, String owner, long seen) {
    DocumentRecord d = documents.get(id);
    if (d == null || d.accessEpoch() != seen) {
      return OptionalLong.empty();
    }
    if (GrantChange.takesAway(grants(id), replacement)) {
      endLease.accept(d.shard());
    }
    grants.put(id, List.copyOf(replacement));
    replace(d, d.title(), d.accessEpoch() + 1, owner, d.updatedAt());
    return OptionalLong.of(d.accessEpoch() + 1);
  }

  @Override
  public synchronized void touch(Map<DocumentId, Instant> changes) {
    changes.forEach(
        (id, at) ->
            find(id)
                .filter(d -> d.updatedAt().isBefore(at))
                .ifPresent(d -> replace(d, d.title(), d.accessEpoch(), d.owner(), at)));
  }

  @Override
  public synchronized Map<DocumentId, List<Grant>> grants(Collection<DocumentId> wanted) {
    Map<DocumentId, List<Grant>> all = new HashMap<>();
    wanted.stream().filter(id -> !grants(id).isEmpty()).forEach(id -> all.put(id, grants(id)));
    return all;
  }

  @Override
  public synchronized Map<DocumentId, Long> accessEpochs(Collection<DocumentId> wanted) {
    Map<DocumentId, Long> epochs = new HashMap<>();
    wanted.forEach(id -> find(id).ifPresent(d -> epochs.put(id, d.accessEpoch())));
    return epochs;
  }

  @Override
  public synchronized Set<String> typesInUse() {
    return documents.keySet().stream()
        .flatMap(id -> find(id).stream())
        .map(DocumentRecord::type)
        .collect(Collectors.toSet());
  }
}
