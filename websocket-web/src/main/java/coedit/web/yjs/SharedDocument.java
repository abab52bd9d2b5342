package coedit.web.yjs;

import coedit.core.service.CommittedBatch;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.core.service.SyncAnswer;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.web.socket.JoinGate;
import coedit.web.socket.PresenceTeller;
import coedit.web.socket.SocketServices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One Yjs document on one socket. It is joined with the version that the client's first sync
 * message tells; what the client says before that waits here, bounded.
 *
 * <p>Frames, answers of the core and the scan come on different threads and take this object's lock
 * for a moment; nothing in here waits.
 */
public final class SharedDocument implements Subscriber, PresenceTeller<Payload>, JoinGate.Guest {

  /** The dialect's name among {@link coedit.spi.DocumentType#dialects}. */
  public static final String DIALECT = "yjs";

  /** An update without structs and deletions. */
  private static final Payload NOTHING_NEW = Payload.wrap(new byte[] {0, 0});

  private final SocketServices services;
  private final String session;
  private final DocumentHome home;
  private final Peers peers = new Peers();
  private final OwnAwareness own;
  private final OwnWords words;
  private final AnswerTurn answers = new AnswerTurn();
  private final AtomicBoolean holdsPlace = new AtomicBoolean();

  private final EarlyMessages early;
  private final EarlyFrames allowance;
  private @Nullable DocumentId id;
  private @Nullable Participant participant;
  private @Nullable Subscription subscription;
  private @Nullable ClientId client;
  private @Nullable UpdateQueue updates;
  private long delivered;
  private boolean heardOfSelf;
  private long retryAt;
  private boolean retrying;
  private volatile boolean ended;
  private @Nullable Payload version;

  /**
   * A document that is not open yet.
   *
   * @param session the name under which others see this session's presence
   * @param allowance for what is said before it is open
   */
  public SharedDocument(
      SocketServices services, String session, DocumentHome home, EarlyFrames allowance) {
    this.services = services;
    this.session = session;
    this.home = home;
    this.early = new EarlyMessages(allowance, services.nanoTime());
    this.allowance = allowance;
    this.own = new OwnAwareness(services);
    this.words = new OwnWords(services);
  }

  /** It is known who it is and which document is meant. */
  public synchronized void open(Participant who, DocumentId document) {
    participant = who;
    id = document;
    joinIfAsked();
  }

  /** The same person is shown anew, perhaps in other groups. */
  public synchronized void shownAs(Participant who) {
    Subscription joined = subscription;
    if (!who.equals(participant) && !ended) {
      participant = who;
      if (joined != null) {
        editing().shownAs(joined, who);
      }
    }
  }

  /** Takes a message of the client. */
  public synchronized void hear(YjsMessage message) {
    if (ended) {
      return;
    }
    UpdateQueue queue = updates;
    Subscription joined = subscription;
    if (queue != null && joined != null) {
      handle(message, joined, queue);
      return;
    }
    if (!early.add(message)) {
      tooMuch("too much was sent before the document was open");
    } else {
      joinIfAsked();
    }
  }

  private void joinIfAsked() {
    if (id == null || version != null || ended) {
      return;
    }
    early
        .takeVersion()
        .ifPresent(
            known -> {
              version = known;
              home.gate().enter(this);
            });
  }

  /** The gate lets the join begin. */
  @Override
  public void start() {
    holdsPlace.set(true);
    join();
    if (ended) {
      givePlaceBack();
    }
  }

  private synchronized void join() {
    DocumentId document = id;
    Participant who = participant;
    Payload known = version;
    if (document != null && who != null && known != null && !ended) {
      JoinRequest request = JoinRequest.synced(document, session, who, DIALECT, known);
      subscription = editing().join(request, this);
    }
  }

  private void givePlaceBack() {
    if (holdsPlace.getAndSet(false)) {
      home.gate().leave();
    }
  }

  private EditingService editing() {
    return services.editing();
  }

  @Override
  public synchronized void joined(Joined joined) {
    if (ended) {
      return;
    }
    client = joined.client();
    delivered = joined.head();
    UpdateQueue queue =
        new UpdateQueue(services.limits(), allowance.ofUser(), joined.nextSequence());
    updates = queue;
    answers.begins();
    tell(joined.sync().orElseThrow(), joined.tail());
    Subscription mine = subscription;
    List<YjsMessage> messages = early.takeAll();
    if (mine != null) {
      messages.forEach(message -> handle(message, mine, queue));
    }
  }

  /**
   * What the client lacks. What came after the answer goes before it: a client takes itself for
   * synced as soon as it has the answer.
   */
  private void tell(SyncAnswer answer, List<Operation> tail) {
    List<Payload> frames = new ArrayList<>(tail.size() + 2);
    tail.forEach(operation -> frames.add(YjsFrames.update(operation.payload())));
    frames.add(YjsFrames.stepTwo(answer.update()));
    frames.add(YjsFrames.stepOne(answer.version()));
    home.sendJoined(frames, this::answerLeft);
  }

  private void answerLeft() {
    givePlaceBack();
    synchronized (this) {
      Subscription joined = subscription;
      if (joined != null && !ended) {
        answers.left().ifPresent(version -> editing().sync(joined, version));
      }
    }
  }

  private void handle(YjsMessage message, Subscription joined, UpdateQueue queue) {
    if (message instanceof YjsMessage.Update update) {
      add(update.update(), queue);
    } else if (message instanceof YjsMessage.StepOne stepOne) {
      if (answers.takes(stepOne.version())) {
        editing().sync(joined, stepOne.version());
      }
    } else if (message instanceof YjsMessage.Awareness awareness) {
      own.hear(awareness.entries(), this::isFree);
      heardOfSelf = true;
      showIfDue();
    } else if (message instanceof YjsMessage.Stateless said && words.take(said.word())) {
      editing().say(joined, said.word());
    } else if (message instanceof YjsMessage.QueryAwareness) {
      home.send(YjsFrames.awareness(AwarenessUpdate.encode(peers.all())));
    }
  }

  /** A client's first word is about itself; later it may repeat what it has heard. */
  private boolean isFree(AwarenessEntry entry) {
    Participant who = participant;
    return !peers.knows(entry.client())
        || (!heardOfSelf && who != null && peers.knows(entry.client(), who.user()));
  }

  private void showIfDue() {
    Subscription joined = subscription;
    if (joined != null && updates != null && own.isDue()) {
      editing().presence(joined, own.show());
    }
  }

  private void add(Payload update, UpdateQueue queue) {
    if (ended) {
      return;
    }
    if (update.equals(NOTHING_NEW) && queue.isIdle()) {
      home.settled(1, true);
    } else if (queue.add(update)) {
      submit(queue);
    } else {
      tooMuch("too many updates are waiting");
    }
  }

  private void submit(UpdateQueue queue) {
    Subscription joined = subscription;
    if (joined != null && !retrying && !ended) {
      queue
          .next()
          .ifPresent(batch -> editing().submit(joined, batch.first(), delivered, batch.updates()));
    }
  }

  @Override
  public synchronized void committed(CommittedBatch batch) {
    if (ended || updates == null) {
      return;
    }
    delivered = batch.lastRevision();
    for (YjsFrames.Committed committed : batch.encodedBy(YjsFrames.UPDATES)) {
      if (committed.client().equals(client)) {
        settledUpTo(committed.sequence());
      } else {
        home.send(committed.frame());
      }
    }
  }

  @Override
  public synchronized void acknowledged(long sequence, long revision) {
    settledUpTo(sequence);
  }

  private void settledUpTo(long sequence) {
    UpdateQueue queue = updates;
    int settled = queue == null || ended ? 0 : queue.settledUpTo(sequence);
    if (queue != null && settled > 0) {
      home.settled(settled, true);
      submit(queue);
    }
  }

  @Override
  public synchronized void refused(long sequence, Refusal refusal) {
    UpdateQueue queue = updates;
    Optional<UpdateQueue.Batch> batch =
        queue == null || ended ? Optional.empty() : queue.refused(sequence);
    if (queue == null || batch.isEmpty()) {
      return;
    }
    boolean later = refusal.code().category() == ErrorCode.Category.CAPACITY;
    boolean alone = batch.get().updates().size() == 1;
    if (refusal.code() == ErrorCode.DRAINING) {
      end(refusal.code(), refusal.reason());
    } else if (later) {
      queue.again(batch.get(), false);
      retrying = true;
      retryAt = services.nanoTime().getAsLong() + refusal.retryAfter().toNanos();
    } else if (!alone) {
      queue.again(batch.get(), true);
      submit(queue);
    } else if (refusal.code() == ErrorCode.FORBIDDEN) {
      home.settled(1, false);
      submit(queue);
    } else {
      end(refusal.code(), refusal.reason());
    }
  }

  @Override
  public synchronized void synced(SyncAnswer answer, List<Operation> tail) {
    if (!ended) {
      tell(answer, tail);
    }
  }

  @Override
  public void presence(List<PresenceChange> changes) {
    home.sendPresence(changes);
  }

  @Override
  public synchronized void said(Payload word) {
    if (!ended && updates != null) {
      home.said(word);
    }
  }

  @Override
  public List<Payload> tell(List<PresenceChange> changes) {
    List<AwarenessEntry> news = peers.learn(changes);
    if (news.isEmpty()) {
      return List.of();
    }
    home.tellsOfOthers();
    return List.of(home.envelope(YjsFrames.awareness(AwarenessUpdate.encode(news))));
  }

  @Override
  public void closed(ErrorCode code, String reason) {
    synchronized (this) {
      if (!ended) {
        forgetsAll();
        home.ended(code, reason);
      }
    }
    givePlaceBack();
  }

  private void tooMuch(String reason) {
    services.enforcement().refused("waiting");
    end(ErrorCode.BUSY, reason);
  }

  private void end(ErrorCode code, String reason) {
    leaveCore();
    home.ended(code, reason);
  }

  /** The client leaves, or its socket is gone. Another document's turn to be joined may come. */
  public void leave() {
    leaveCore();
    home.gate().cancel(this);
    givePlaceBack();
  }

  private synchronized void leaveCore() {
    Subscription joined = subscription;
    if (!ended && joined != null) {
      editing().leave(joined);
    }
    forgetsAll();
  }

  private void forgetsAll() {
    ended = true;
    early.takeAll();
    UpdateQueue queue = updates;
    if (queue != null) {
      queue.end();
    }
  }

  /** What is due with time; called every second. */
  public synchronized void look() {
    UpdateQueue queue = updates;
    if (ended || queue == null) {
      joinIfAsked();
      return;
    }
    if (retrying && services.nanoTime().getAsLong() - retryAt >= 0) {
      retrying = false;
      submit(queue);
    }
    own.expires();
    showIfDue();
  }
}
