package coedit.core.room;

import coedit.core.lane.LoadedDocument;
import coedit.core.lane.Replaying;
import coedit.core.mailbox.Rarely;
import coedit.core.service.OpenBytes.Holder;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.CorruptOperationException;
import coedit.persistence.DocumentRecord;
import coedit.persistence.StoreException;
import coedit.persistence.StoreUnavailableException;
import coedit.persistence.StoredSnapshot;
import coedit.spi.CorruptPayloadException;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What rooms ask of the store, off their own thread; every answer is a message to the room. */
final class RoomStore {

  private static final System.Logger LOG = System.getLogger(RoomStore.class.getName());
  private static final Duration GRANTS_RETRY = Duration.ofSeconds(1);
  private static final int REPAIR_PAGE = 1_000;
  private static final String CROWDED = "too much is open on this server";
  private static final String LOCKED = "the type of this document has not come back";

  private final RoomParts parts;
  private final Rarely unread;
  private final Rarely broken;

  /** A snapshot and the operations that follow it. */
  record Basis(Snapshot snapshot, List<Operation> operations) {}

  RoomStore(RoomParts parts) {
    this.parts = parts;
    this.unread = new Rarely(parts.timer()::millis);
    this.broken = new Rarely(parts.timer()::millis);
  }

  /** The answer to a room, of which there is one: what is given up may come all the same. */
  private static final class Answer {
    private final Room room;
    private final AtomicBoolean given = new AtomicBoolean();

    Answer(Room room) {
      this.room = room;
    }

    /** False when the room has been told something else before. */
    boolean tell(RoomMessage message) {
      boolean isFirst = given.compareAndSet(false, true);
      if (isFirst) {
        room.tell(message);
      }
      return isFirst;
    }
  }

  void load(Room room) {
    Answer answer = new Answer(room);
    parts
        .blocking()
        .execute(
            () -> {
              try {
                if (!answer.tell(loaded(room.id(), answer))) {
                  parts.open().told(room.id(), Holder.ROOM);
                }
              } catch (CorruptOperationException | CorruptPayloadException corrupt) {
                answer.tell(failed(room.id(), ErrorCode.CORRUPT, corrupt));
              } catch (StoreException unavailable) {
                answer.tell(failed(room.id(), ErrorCode.DEGRADED, unavailable));
              } catch (RuntimeException | Error bug) {
                answer.tell(failed(room.id(), ErrorCode.INTERNAL, bug));
              }
            });
  }

  private RoomMessage loaded(DocumentId id, Answer answer) {
    if (!parts.open().mayBeRead(id, Holder.ROOM)) {
      return new RoomMessage.NotLoaded(ErrorCode.BUSY, CROWDED);
    }
    Optional<LoadedDocument> found = parts.loader().load(id);
    if (found.isEmpty()) {
      return new RoomMessage.NotLoaded(ErrorCode.NOT_FOUND, "there is no such document");
    }
    Optional<DocumentType> type = parts.types().find(found.get().record().type());
    if (type.isEmpty()) {
      return new RoomMessage.NotLoaded(
          ErrorCode.UNKNOWN_TYPE, "this server lacks type " + found.get().record().type());
    }
    boolean asksType = found.get().snapshot().snapshot().revision() == 0;
    if (asksType && parts.quarantine().holds(id)) { // it would cost another thread
      return new RoomMessage.NotLoaded(ErrorCode.PLUGIN_FAILED, LOCKED);
    }
    LoadedDocument whole = withContent(found.get(), type.get(), answer);
    long bytes = whole.bytes(parts.settings().tailBytes());
    if (!parts.open().admits(id, Holder.ROOM, bytes)) {
      return new RoomMessage.NotLoaded(ErrorCode.BUSY, CROWDED);
    }
    return new RoomMessage.Loaded(whole, type.get(), parts.documents().grants(id));
  }

  /** A document that has no snapshot yet begins as its type has it. */
  private LoadedDocument withContent(LoadedDocument loaded, DocumentType type, Answer answer) {
    if (loaded.snapshot().snapshot().revision() > 0) {
      return loaded;
    }
    Runnable givenUp =
        () -> answer.tell(new RoomMessage.NotLoaded(ErrorCode.PLUGIN_FAILED, LOCKED));
    Payload content =
        parts
            .quarantine()
            .replaying(loaded.record().id(), givenUp)
            .call(() -> type.empty().content());
    Snapshot beginning = new Snapshot(0, type.version(), content);
    return new LoadedDocument(
        loaded.record(),
        new StoredSnapshot(beginning, loaded.snapshot().clientHighs()),
        loaded.tail());
  }

  private static RoomMessage failed(DocumentId id, ErrorCode code, Throwable why) {
    if (code == ErrorCode.DEGRADED) { // as every join then: one line each is enough
      LOG.log(
          System.Logger.Level.WARNING, () -> "document " + id + " cannot be opened now: " + why);
    } else {
      LOG.log(System.Logger.Level.ERROR, "document " + id + " cannot be opened", why);
    }
    return new RoomMessage.NotLoaded(code, "this document cannot be opened now");
  }

  /** Reads a page of the log: a room may be far behind. */
  void repair(Room room, long delivered) {
    parts
        .blocking()
        .execute(
            () -> {
              try {
                long last = delivered + REPAIR_PAGE;
                List<Operation> page = parts.loader().read(room.id(), delivered + 1, last);
                room.tell(new RoomMessage.Repaired(page, page.size() == REPAIR_PAGE));
              } catch (CorruptOperationException corrupt) {
                room.tell(notRepaired(room, ErrorCode.CORRUPT, corrupt));
              } catch (RuntimeException | Error failed) {
                room.tell(notRepaired(room, ErrorCode.DEGRADED, failed));
              }
            });
  }

  private RoomMessage notRepaired(Room room, ErrorCode code, Throwable why) {
    tellRarely("cannot repair " + room.id(), why);
    return new RoomMessage.NotRepaired(code, "this document cannot be read now");
  }

  /** While the database is away every room tries each second; that it is away needs no trace. */
  private void tellRarely(String what, Throwable why) {
    if (why instanceof CorruptOperationException) {
      LOG.log(System.Logger.Level.ERROR, what, why);
    } else if (why instanceof StoreException) {
      boolean traced = !(why instanceof StoreUnavailableException);
      tell(System.Logger.Level.WARNING, unread, what, why, traced);
    } else {
      tell(System.Logger.Level.ERROR, broken, what, why, true);
    }
  }

  private static void tell(
      System.Logger.Level level, Rarely told, String what, Throwable why, boolean traced) {
    told.again()
        .ifPresent(
            unsaid ->
                LOG.log(
                    level,
                    "%s (and %d times the like unsaid): %s".formatted(what, unsaid, why),
                    traced ? why : null));
  }

  void rebase(Room room, DocumentType type, Supplier<Basis> source) {
    Answer answer = new Answer(room);
    Runnable givenUp = () -> answer.tell(new RoomMessage.Rebased(Optional.empty()));
    if (parts.quarantine().holds(room.id())) {
      givenUp.run();
      return;
    }
    Replaying replaying = parts.quarantine().replaying(room.id(), givenUp);
    parts
        .blocking()
        .execute(
            () -> {
              try {
                Snapshot reached = replay(type, source.get(), replaying);
                answer.tell(new RoomMessage.Rebased(Optional.of(reached)));
              } catch (StoreException unread) {
                tellRarely("cannot replay " + room.id(), unread);
                answer.tell(new RoomMessage.Rebased(Optional.empty()));
              } catch (RuntimeException | Error failed) {
                LOG.log(System.Logger.Level.ERROR, "cannot replay " + room.id(), failed);
                answer.tell(new RoomMessage.Rebased(Optional.empty()));
              }
            });
  }

  void sync(Room room, SyncWork work) {
    Answer answer = new Answer(room);
    Runnable givenUp =
        () -> answer.tell(new RoomMessage.NotSynced(ErrorCode.PLUGIN_FAILED, LOCKED));
    if (parts.quarantine().holds(room.id())) {
      givenUp.run();
      return;
    }
    Replaying replaying = parts.quarantine().replaying(room.id(), givenUp);
    parts
        .blocking()
        .execute(
            () -> {
              try {
                answer.tell(work.run(parts.loader(), replaying));
              } catch (CorruptOperationException | CorruptPayloadException corrupt) {
                answer.tell(notSynced(room, ErrorCode.CORRUPT, corrupt));
              } catch (StoreException unavailable) {
                answer.tell(notSynced(room, ErrorCode.DEGRADED, unavailable));
              } catch (RuntimeException | Error bug) {
                answer.tell(notSynced(room, ErrorCode.INTERNAL, bug));
              }
            });
  }

  private RoomMessage notSynced(Room room, ErrorCode code, Throwable why) {
    if (code == ErrorCode.DEGRADED) {
      tellRarely("cannot sync " + room.id(), why);
    } else {
      LOG.log(System.Logger.Level.ERROR, "cannot sync " + room.id(), why);
    }
    return new RoomMessage.NotSynced(code, "this document cannot be read now");
  }

  private static Snapshot replay(DocumentType type, Basis basis, Replaying replaying) {
    Snapshot from = basis.snapshot();
    DocumentState state = replaying.open(type, from);
    for (Operation operation : basis.operations()) {
      state = replaying.apply(state, operation);
    }
    DocumentState reached = state;
    return new Snapshot(
        from.revision() + basis.operations().size(),
        type.version(),
        replaying.call(reached::content));
  }

  void readGrants(Room room) {
    parts
        .blocking()
        .execute(
            () -> {
              try {
                Optional<DocumentRecord> record = parts.documents().find(room.id());
                room.tell(
                    new RoomMessage.Granted(
                        record.map(DocumentRecord::accessEpoch).orElse(Long.MAX_VALUE),
                        record.map(found -> parts.documents().grants(found.id()))));
              } catch (RuntimeException | Error failed) {
                tellRarely("cannot read grants of " + room.id(), failed);
                parts.timer().after(GRANTS_RETRY, () -> readGrants(room));
              }
            });
  }

  /** The access epochs of documents; one that is gone has the last epoch of all. */
  void accessEpochs(Set<DocumentId> documents, Consumer<Map<DocumentId, Long>> then) {
    parts
        .blocking()
        .execute(
            () -> {
              try {
                Map<DocumentId, Long> epochs =
                    new HashMap<>(parts.documents().accessEpochs(documents));
                documents.forEach(id -> epochs.putIfAbsent(id, Long.MAX_VALUE));
                then.accept(epochs);
              } catch (StoreException failed) {
                tellRarely("cannot compare grants", failed);
              }
            });
  }

  void heads(Set<DocumentId> documents, Consumer<Map<DocumentId, Long>> then) {
    parts
        .blocking()
        .execute(
            () -> {
              try {
                then.accept(parts.log().heads(documents));
              } catch (StoreException failed) {
                tellRarely("cannot compare heads", failed);
              }
            });
  }
}
