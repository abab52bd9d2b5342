package coedit.core.documents;

import coedit.core.access.AccessGuard;
import coedit.core.cluster.Feed;
import coedit.core.lane.DocumentHistory;
import coedit.core.lane.DocumentLoader;
import coedit.core.registry.DocumentTypes;
import coedit.core.sequence.SequencingMap;
import coedit.core.service.DocumentService;
import coedit.core.service.DocumentView;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.SharingChange;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.persistence.DocumentRecord;
import coedit.persistence.DocumentStore;
import coedit.persistence.Shards;
import coedit.spi.DocumentType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The documents of the store as participants may see and change them. */
public final class Documents implements DocumentService {

  private static final long MAX_OPERATIONS = 1_000;
  private static final long REMOVED = Long.MAX_VALUE;

  private final DocumentStore store;
  private final DocumentLoader loader;
  private final DocumentHistory history;
  private final DocumentTypes types;
  private final TypeRequests requests;
  private final Sharing sharing;
  private final Policy policy;

  /**
   * How new documents are made.
   *
   * @param everyone what everybody who is signed in may do with a new document
   * @param ids fresh document ids
   * @param servedByAll whether all servers of the cluster have a document type
   */
  public record Policy(
      Access everyone,
      int shards,
      Supplier<DocumentId> ids,
      InstantSource clock,
      Predicate<String> servedByAll) {}

  /**
   * Documents of a store.
   *
   * @param history what exports and past operations are read from; the loader, or a replica
   * @param requests where types are asked for exports and imports
   * @param map told of changed grants, so that the owner checks again (INV-11)
   * @param feed tells open sessions of them
   */
  public Documents(
      DocumentStore store,
      DocumentLoader loader,
      DocumentHistory history,
      DocumentTypes types,
      TypeRequests requests,
      SequencingMap map,
      Feed feed,
      Policy policy) {
    this.store = store;
    this.loader = loader;
    this.history = history;
    this.types = types;
    this.requests = requests;
    this.sharing = new Sharing(store, map, feed);
    this.policy = policy;
  }

  /** Whichever server owns a document must be able to open it. */
  private Optional<DocumentType> offered(String type) {
    return types.find(type).filter(known -> policy.servedByAll().test(known.id()));
  }

  private String notOffered(String type) {
    return types.find(type).isEmpty()
        ? "there is no document type '" + type + "'"
        : "not every server has the plugin of document type '" + type + "'";
  }

  @Override
  public Outcome<DocumentView> create(Participant participant, NewDocument wanted) {
    Optional<DocumentType> type = offered(wanted.type());
    if (type.isEmpty()) {
      return Outcome.refused(ErrorCode.UNKNOWN_TYPE, notOffered(wanted.type()));
    }
    DocumentRecord record = record(participant, wanted, type.get(), policy.ids().get(), now());
    return store.create(record, firstGrants(participant))
        ? Outcome.done(SeenDocument.view(record, Access.ADMIN))
        : Outcome.refused(ErrorCode.NAME_TAKEN, "another document has this name");
  }

  @Override
  public Outcome<Made> create(Participant participant, NewDocument wanted, FirstContent content) {
    Optional<DocumentType> type = offered(wanted.type());
    if (type.isEmpty()) {
      return Outcome.refused(ErrorCode.UNKNOWN_TYPE, notOffered(wanted.type()));
    }
    DocumentId id = Beginning.id(participant.user(), content.key());
    Beginning beginning = new Beginning(type.get(), id, content);
    if (store.find(id).isPresent()) {
      return madeBefore(participant, wanted, beginning);
    }
    Instant now = policy.clock().instant();
    return requests
        .ask(
            participant.user(),
            id,
            calls -> calls.call(() -> beginning.operation(participant.user(), now)))
        .then(
            first -> {
              DocumentRecord record = record(participant, wanted, type.get(), id, now());
              return store.create(record, firstGrants(participant), first)
                  ? Outcome.done(new Made(SeenDocument.view(record, Access.ADMIN), true))
                  : notMade(participant, wanted, beginning);
            });
  }

  /** Somebody was quicker: the same request, or another document's name. */
  private Outcome<Made> notMade(Participant participant, NewDocument wanted, Beginning beginning) {
    if (store.find(beginning.id()).isPresent()) {
      return madeBefore(participant, wanted, beginning);
    }
    return wanted.name().flatMap(store::findByName).isPresent()
        ? Outcome.refused(ErrorCode.NAME_TAKEN, "another document has this name")
        : Outcome.refused(ErrorCode.NOT_FOUND, "what was made under this key has been deleted");
  }

  private Outcome<Made> madeBefore(
      Participant participant, NewDocument wanted, Beginning beginning) {
    return with(
        participant,
        store.find(beginning.id()),
        Access.VIEW,
        seen -> {
          boolean same =
              seen.record().type().equals(wanted.type())
                  && loader.read(beginning.id(), 1, 1).stream().allMatch(beginning::isOf);
          return same
              ? Outcome.done(new Made(seen.view(), false))
              : Outcome.refused(ErrorCode.SEQUENCE_REUSED, "this key was used for another content");
        });
  }

  private Instant now() {
    return policy.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private DocumentRecord record(
      Participant participant, NewDocument wanted, DocumentType type, DocumentId id, Instant now) {
    return new DocumentRecord(
        id,
        Shards.of(id, policy.shards()),
        type.id(),
        type.version(),
        wanted.title(),
        wanted.name(),
        0,
        1,
        participant.user(),
        participant.user(),
        now,
        now);
  }

  private List<Grant> firstGrants(Participant participant) {
    List<Grant> grants = new ArrayList<>();
    grants.add(Sharing.admin(participant.user()));
    if (policy.everyone() != Access.NONE) {
      grants.add(new Grant(Grant.Kind.EVERYONE, "", policy.everyone()));
    }
    return grants;
  }

  @Override
  public Outcome<DocumentView> find(Participant participant, DocumentId id) {
    return with(participant, store.find(id), Access.VIEW, seen -> Outcome.done(seen.view()));
  }

  @Override
  public Outcome<DocumentView> findByName(Participant participant, String name) {
    return with(participant, named(name), Access.VIEW, seen -> Outcome.done(seen.view()));
  }

  /** What no database takes for a text is nothing's name. */
  private Optional<DocumentRecord> named(String name) {
    boolean isText = name.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    return isText ? store.findByName(name) : Optional.empty();
  }

  @Override
  public List<DocumentView> list(Participant participant, int offset, int limit) {
    List<DocumentRecord> records =
        store.visibleTo(participant.user(), participant.groups(), offset, limit);
    Map<DocumentId, List<Grant>> grants =
        store.grants(records.stream().map(DocumentRecord::id).toList());
    return records.stream()
        .map(
            record ->
                SeenDocument.view(
                    record,
                    AccessGuard.access(participant, grants.getOrDefault(record.id(), List.of()))))
        .filter(view -> view.access() != Access.NONE)
        .toList();
  }

  @Override
  public Outcome<DocumentView> rename(Participant participant, DocumentId id, String title) {
    return SeenDocument.<SeenDocument>act(
            participant,
            store,
            id,
            Access.EDIT,
            seen -> doneIf(store.rename(id, title, seen.record().accessEpoch()), seen))
        .then(seen -> Outcome.done(seen.renamed(title)));
  }

  @Override
  public Outcome<DocumentView> delete(Participant participant, DocumentId id) {
    return SeenDocument.<SeenDocument>act(
            participant,
            store,
            id,
            Access.ADMIN,
            seen -> doneIf(store.delete(id, seen.record().accessEpoch()), seen))
        .then(
            seen -> {
              sharing.shutOut(seen.record(), REMOVED);
              return Outcome.done(seen.view());
            });
  }

  private static <T> Outcome<Optional<T>> doneIf(boolean done, T value) {
    return Outcome.done(done ? Optional.of(value) : Optional.empty());
  }

  @Override
  public Outcome<List<String>> mediaTypes(Participant participant, DocumentId id) {
    return with(
        participant,
        store.find(id),
        Access.VIEW,
        seen ->
            types
                .find(seen.record().type())
                .map(type -> Outcome.done(List.copyOf(type.exports())))
                .orElseGet(() -> lacksType(seen.record())));
  }

  @Override
  public Outcome<Content> content(
      Participant participant, DocumentId id, String mediaType, OptionalLong revision) {
    return with(
        participant,
        store.find(id),
        Access.VIEW,
        seen -> {
          Optional<DocumentType> type = types.find(seen.record().type());
          if (type.isEmpty()) {
            return lacksType(seen.record());
          }
          return new Reading(history, type.get(), requests)
              .content(participant.user(), seen.record(), mediaType, revision);
        });
  }

  @Override
  public Outcome<List<Operation>> operations(
      Participant participant, DocumentId id, long from, long to) {
    return with(
        participant,
        store.find(id),
        Access.VIEW,
        seen -> {
          long first = Math.max(from, 1);
          long last = Math.min(to, first + MAX_OPERATIONS - 1);
          return Outcome.done(last < first ? List.of() : history.read(id, first, last));
        });
  }

  @Override
  public Outcome<List<Grant>> grants(Participant participant, DocumentId id) {
    return with(participant, store.find(id), Access.ADMIN, seen -> Outcome.done(seen.grants()));
  }

  @Override
  public Outcome<SharingChange> replaceGrants(
      Participant participant, DocumentId id, List<Grant> grants) {
    return sharing.replaceGrants(participant, id, grants);
  }

  @Override
  public Outcome<SharingChange> giveTo(Participant participant, DocumentId id, String user) {
    return sharing.giveTo(participant, id, user);
  }

  @Override
  public List<String> types() {
    return types.ids();
  }

  private <T> Outcome<T> with(
      Participant participant,
      Optional<DocumentRecord> record,
      Access needed,
      Function<SeenDocument, Outcome<T>> action) {
    return SeenDocument.by(participant, store, record, needed).then(action);
  }

  private static <T> Outcome<T> lacksType(DocumentRecord record) {
    return Outcome.refused(
        ErrorCode.UNKNOWN_TYPE, "this server lacks document type " + record.type());
  }
}
