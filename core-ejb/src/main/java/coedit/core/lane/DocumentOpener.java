package coedit.core.lane;

import coedit.core.mailbox.Rarely;
import coedit.core.sequence.MapAwayException;
import coedit.core.sequence.SequencingEntry;
import coedit.core.service.OpenBytes.Holder;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.persistence.CorruptOperationException;
import coedit.persistence.Lease;
import coedit.persistence.Shards;
import coedit.persistence.StoreException;
import coedit.spi.CorruptPayloadException;
import coedit.spi.DocumentType;
import coedit.spi.Submission;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What lanes read from the store, off their own thread: opening under a lease, older operations.
 *
 * <p>Opening is the recovery of the protocol: first the lease, which shuts out every commit of an
 * earlier owner and waits for one in flight; then snapshot and log; then the entry in the map.
 */
final class DocumentOpener {

  private static final System.Logger LOG = System.getLogger(DocumentOpener.class.getName());

  private static final Refusal STORE_AWAY =
      new Refusal(ErrorCode.DEGRADED, "the database is away", Duration.ofSeconds(1));

  private final LaneParts parts;
  private final Lineage lineage;
  private final Rarely waits;

  DocumentOpener(LaneParts parts, Lineage lineage) {
    this.parts = parts;
    this.lineage = lineage;
    this.waits = new Rarely(parts.timer()::millis);
  }

  /** Takes no lease for what could not be installed anyway. */
  void open(Lane lane) {
    if (parts.map().isAway()) {
      refuse(lane, Lanes.MAP_AWAY);
      return;
    }
    int shard = Shards.of(lane.id(), parts.shards());
    parts
        .leases()
        .ensure(shard)
        .whenComplete(
            (lease, failure) ->
                parts
                    .blocking()
                    .execute(
                        () -> {
                          if (failure != null) {
                            again(lane, failure);
                          } else {
                            load(lane, lease);
                          }
                        }));
  }

  private void load(Lane lane, Lease lease) {
    if (parts.quarantine().holds(lane.id())) {
      giveUp(lane);
    } else if (!mustOpen(lane) && !parts.open().mayBeRead(lane.id(), Holder.LANE)) {
      refuse(lane, Lanes.CROWDED);
    } else {
      try {
        loaded(lane, lease, parts.loader().load(lane.id()));
      } catch (CorruptOperationException | CorruptPayloadException corrupt) {
        LOG.log(System.Logger.Level.ERROR, "document " + lane.id() + " cannot be opened", corrupt);
        fail(lane, ErrorCode.CORRUPT, "stored data of this document is damaged");
      } catch (StoreException unavailable) {
        again(lane, unavailable);
      } catch (RuntimeException | Error bug) {
        LOG.log(System.Logger.Level.ERROR, "document " + lane.id() + " cannot be opened", bug);
        fail(lane, ErrorCode.INTERNAL, "this document cannot be opened");
      }
    }
  }

  private void loaded(Lane lane, Lease lease, Optional<LoadedDocument> found) {
    if (found.isEmpty()) {
      fail(lane, ErrorCode.NOT_FOUND, "there is no such document");
      return;
    }
    LoadedDocument content = found.get();
    Optional<DocumentType> type = parts.types().find(content.record().type());
    if (type.isEmpty()) {
      fail(lane, ErrorCode.UNKNOWN_TYPE, "this server lacks type " + content.record().type());
      return;
    }
    if (!admits(lane, OpenDocument.bytesOf(content, parts.settings()))) {
      refuse(lane, Lanes.CROWDED);
      return;
    }
    Replaying replaying = parts.quarantine().replaying(lane.id(), () -> giveUp(lane));
    OpenDocument opened =
        new OpenDocument(content, type.get(), lease.epoch(), parts.settings(), replaying);
    if (content.tail().isEmpty()) {
      opened.stampsAfter(parts.loader().stampAt(lane.id(), content.head()));
    }
    if (!lineage.install(lease.shard(), lease.epoch(), lane.id(), content.head())) {
      parts.leases().drop(lease.shard(), lease.epoch());
      open(lane);
      return;
    }
    install(lane, opened);
  }

  private boolean admits(Lane lane, long bytes) {
    if (mustOpen(lane)) {
      parts.open().add(lane.id(), Holder.LANE, bytes);
      return true;
    }
    return parts.open().admits(lane.id(), Holder.LANE, bytes);
  }

  /** What somebody has open here, or had under way here, goes on. */
  private boolean mustOpen(Lane lane) {
    return lane.wasOpen() || parts.attended().test(lane.id());
  }

  private void install(Lane lane, OpenDocument document) {
    SequencingEntry entry = document.remembered();
    parts
        .map()
        .install(lane.id(), document.shard(), entry)
        .whenComplete(
            (installed, failure) -> {
              if (failure == null && installed) {
                parts.blocking().execute(() -> installed(lane, document));
              } else {
                parts.leases().drop(document.shard(), document.epoch());
                boolean again = !(failure instanceof MapAwayException);
                lane.tell(new LaneMessage.NotOpened(again, Lanes.MAP_AWAY));
              }
            });
  }

  /**
   * Grants that changed after the document was read, and before its entry was there to be told, are
   * found now (INV-11).
   */
  private void installed(Lane lane, OpenDocument document) {
    try {
      Long accessEpoch = parts.loader().accessEpoch(lane.id()).orElse(Long.MAX_VALUE);
      document.accessEpoch(accessEpoch);
      lane.tell(new LaneMessage.Opened(document));
      parts.feed().announceHead(lane.id(), document.persisted());
    } catch (RuntimeException failed) {
      parts.leases().drop(document.shard(), document.epoch());
      again(lane, failed);
    }
  }

  void readTail(Lane lane, long from, long to) {
    parts
        .blocking()
        .execute(
            () -> {
              try {
                lane.tell(
                    new LaneMessage.OlderTail(from, parts.loader().read(lane.id(), from, to)));
              } catch (RuntimeException | Error failed) {
                LOG.log(System.Logger.Level.WARNING, "cannot read the log of " + lane.id(), failed);
                lane.tell(new LaneMessage.OlderTail(from, java.util.List.of()));
              }
            });
  }

  void readHead(Lane lane) {
    parts
        .blocking()
        .execute(
            () -> {
              try {
                lane.tell(new LaneMessage.StoredHead(parts.log().head(lane.id())));
              } catch (RuntimeException | Error failed) {
                LOG.log(System.Logger.Level.WARNING, "no head of " + lane.id(), failed);
                lane.tell(new LaneMessage.StoredHead(0));
              }
            });
  }

  /** The last of a submission's operations that is in the log. */
  void find(
      DocumentId document,
      Submission submission,
      Consumer<Optional<Operation>> found,
      Runnable unavailable) {
    parts
        .blocking()
        .execute(
            () -> {
              try {
                found.accept(
                    parts.log().findLast(document, submission.first(), submission.lastSequence()));
              } catch (RuntimeException | Error failed) {
                LOG.log(System.Logger.Level.WARNING, "cannot look into " + document, failed);
                unavailable.run();
              }
            });
  }

  /** While the database is away every document tries three times a second. */
  private void again(Lane lane, Throwable why) {
    waits
        .again()
        .ifPresent(
            unsaid ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "document %s waits (%d times one did before): %s"
                        .formatted(lane.id(), unsaid, why)));
    lane.tell(new LaneMessage.NotOpened(true, STORE_AWAY));
  }

  private static void giveUp(Lane lane) {
    refuse(lane, Lanes.LOCKED);
  }

  private static void fail(Lane lane, ErrorCode code, String reason) {
    refuse(lane, new Refusal(code, reason));
  }

  private static void refuse(Lane lane, Refusal refusal) {
    lane.tell(new LaneMessage.NotOpened(false, refusal));
  }
}
