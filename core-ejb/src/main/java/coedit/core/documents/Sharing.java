package coedit.core.documents;

import coedit.core.cluster.Feed;
import coedit.core.sequence.SequencingMap;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.SharingChange;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.persistence.DocumentRecord;
import coedit.persistence.DocumentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Who may do what with a document, and whose it is. What somebody wants is judged by what is there,
 * and written only while that is still there: otherwise it is judged again. So no rule is got round
 * by two who change something at the same moment.
 */
final class Sharing {

  private static final Duration MAP_PATIENCE = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger(Sharing.class.getName());

  private final DocumentStore store;
  private final SequencingMap map;
  private final Feed feed;

  /** What is to be written. */
  private record Wish(String owner, List<Grant> grants) {}

  /**
   * Sharing of a store's documents.
   *
   * @param map told of changed grants, so that the owner checks again (INV-11)
   * @param feed tells open sessions of them
   */
  Sharing(DocumentStore store, SequencingMap map, Feed feed) {
    this.store = store;
    this.map = map;
    this.feed = feed;
  }

  static Grant admin(String user) {
    return new Grant(Grant.Kind.USER, user, Access.ADMIN);
  }

  Outcome<SharingChange> replaceGrants(Participant participant, DocumentId id, List<Grant> grants) {
    return change(
        participant,
        id,
        seen -> {
          String owner = seen.record().owner();
          return grants.contains(admin(owner))
              ? Outcome.done(new Wish(owner, grants))
              : Outcome.refused(
                  ErrorCode.INVALID_OPERATION,
                  "the owner must keep the right to administer it;"
                      + " give it to somebody else first");
        });
  }

  Outcome<SharingChange> giveTo(Participant participant, DocumentId id, String user) {
    return change(
        participant,
        id,
        seen -> {
          boolean isOwner = participant.user().equals(seen.record().owner());
          if (!isOwner && !participant.administrator()) {
            return Outcome.refused(ErrorCode.FORBIDDEN, "only the owner may give it away");
          }
          List<Grant> grants = new ArrayList<>(seen.grants());
          if (!grants.removeIf(g -> g.kind() == Grant.Kind.USER && g.subject().equals(user))) {
            return Outcome.refused(
                ErrorCode.INVALID_OPERATION, "share it with the new owner first");
          }
          grants.add(admin(user));
          return Outcome.done(new Wish(user, grants));
        });
  }

  private Outcome<SharingChange> change(
      Participant participant, DocumentId id, Function<SeenDocument, Outcome<Wish>> judge) {
    return SeenDocument.act(
        participant,
        store,
        id,
        Access.ADMIN,
        seen -> judge.apply(seen).then(wish -> Outcome.done(write(seen, wish))));
  }

  /** Empty when what was seen is not so any more. */
  private Optional<SharingChange> write(SeenDocument seen, Wish wish) {
    DocumentRecord record = seen.record();
    OptionalLong epoch =
        store.replaceGrants(record.id(), wish.grants(), wish.owner(), record.accessEpoch());
    if (epoch.isEmpty()) {
      return Optional.empty();
    }
    shutOut(record, epoch.getAsLong());
    return Optional.of(
        new SharingChange(record.owner(), wish.owner(), seen.grants(), wish.grants()));
  }

  /** Operations let through under older grants are checked again; open sessions at once. */
  void shutOut(DocumentRecord record, long accessEpoch) {
    try {
      map.raiseAccessEpoch(record.id(), record.shard(), accessEpoch)
          .toCompletableFuture()
          .get(MAP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException away) {
      LOG.log(
          System.Logger.Level.WARNING,
          "document " + record.id() + ": its owner has not heard of changed grants yet",
          away);
    }
    feed.accessChanged(record.id(), accessEpoch);
  }
}
