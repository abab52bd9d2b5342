package coedit.core.simulation;

import coedit.core.service.JoinRequest.ResumePoint;
import coedit.core.service.Joined;
import coedit.core.service.Refusal;
import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.ErrorCode.Category;
import coedit.model.Operation;
import coedit.plugin.text.TextDocumentType;
import coedit.plugin.text.TextOperation;
import coedit.spi.DocumentState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code conversation.ts} of the client library does, in Java and step by step: joins,
 * resumes, submits, sends again, and knows what every answer means for the edits that are pending.
 * Where a change of the one is not a change of the other, the simulation tests what nobody runs.
 */
final class ClientConversation {

  private static final int SUBMIT_MILLIS = 25;
  private static final int INTERNAL_TRIES = 3;

  static final String NOT_FETCHED = "what others wrote meanwhile could not be fetched";
  static final String LOADED_ANEW = "the document was loaded anew";

  /** The socket, as far as this document goes. */
  interface Link {

    void join(Optional<ClientId> client, Optional<ResumePoint> resume);

    void submit(ClientEdits.InFlight what);

    /** Another socket is needed for a clean start. */
    void reconnect();

    /** By REST: the operations from one revision to another, or empty when they cannot be had. */
    void fetch(long from, long to, Consumer<Optional<List<Operation>>> answer);
  }

  /** Whom it tells what happens. */
  interface Audience {

    /** What is pending will not be merged: the user is given a copy. */
    void unmerged(ErrorCode code, String why);

    /** An operation of this client's is in the history. */
    void settled(Operation operation);

    /** It gives up. */
    void ended(ErrorCode code);
  }

  private enum Phase {
    ABSENT,
    JOINING,
    CATCHING_UP,
    JOINED,
    CLOSED
  }

  private final World world;
  private final Audience audience;
  private final ClientTimers timers;
  private Phase phase = Phase.ABSENT;
  private @Nullable Link link;
  private @Nullable ClientEdits edits;
  private Optional<ClientId> client = Optional.empty();
  private Optional<UUID> generation = Optional.empty();
  private long nextSequence = 1;
  private boolean nameIsFree;
  private boolean fresh;
  private int internalFailures;
  private int joins;
  private final List<Operation> heldBack = new ArrayList<>();
  private long lastSubmit = Long.MIN_VALUE / 2;

  ClientConversation(World world, Audience audience) {
    this.world = world;
    this.audience = audience;
    this.timers = new ClientTimers(world);
  }

  @Nullable ClientEdits edits() {
    return edits;
  }

  Optional<UUID> generation() {
    return generation;
  }

  boolean isJoined() {
    return phase == Phase.JOINED;
  }

  boolean isPending() {
    return edits != null && edits.isPending();
  }

  void connected(Link over) {
    link = over;
    join();
  }

  void disconnected() {
    link = null;
    phase = Phase.ABSENT;
    timers.stop();
  }

  /** The user changed what he sees. */
  void edit(TextOperation operation) {
    ClientEdits mine = edits;
    if (mine != null) {
      mine.edit(operation);
      flush();
    }
  }

  private void join() {
    timers.stop();
    joins++;
    phase = Phase.JOINING;
    heldBack.clear();
    expectAnswer();
    ClientEdits mine = edits;
    Link over = link;
    if (over != null) {
      over.join(
          client,
          mine == null || fresh
              ? Optional.empty()
              : generation.map(known -> new ResumePoint(known, mine.revision())));
    }
  }

  void joined(Joined answer) {
    if (phase != Phase.JOINING) {
      return;
    }
    ClientEdits mine = edits;
    if (mine != null && !fresh && !continues(answer, mine)) {
      throw world.violations.found("INV-7/INV-15: the server's history is another one: ", answer);
    }
    client = Optional.of(answer.client());
    generation = Optional.of(answer.generation());
    nextSequence = answer.nextSequence();
    if (mine == null || fresh) {
      offerCopy(ErrorCode.RESYNC, LOADED_ANEW);
      takeSnapshot(answer);
      caughtUp(List.of());
    } else if (answer.snapshot().isEmpty()) {
      caughtUp(answer.tail());
    } else if (mine.isPending()) {
      catchUp(answer, mine.revision() + 1);
    } else {
      takeSnapshot(answer);
      caughtUp(List.of());
    }
  }

  private boolean continues(Joined answer, ClientEdits mine) {
    boolean sameClient = client.equals(Optional.of(answer.client())) || inFlight() == null;
    return generation.equals(Optional.of(answer.generation()))
        && answer.head() >= mine.revision()
        && sameClient;
  }

  private void takeSnapshot(Joined answer) {
    DocumentState content =
        answer
            .snapshot()
            .filter(snapshot -> snapshot.revision() > 0)
            .map(new TextDocumentType()::open)
            .orElseGet(ClientEdits::empty);
    for (Operation operation : answer.tail()) {
      content = content.apply(operation.payload());
    }
    fresh = false;
    if (edits == null) {
      edits = new ClientEdits(content, answer.head());
    } else {
      edits.replace(content, answer.head());
    }
  }

  /** A snapshot came where operations are needed to rebase over: fetches them. */
  private void catchUp(Joined answer, long from) {
    phase = Phase.CATCHING_UP;
    int join = joins;
    Link over = link;
    if (over != null) {
      new ClientCatchUp(
              over, timers, from, answer.head(), () -> joins == join && phase == Phase.CATCHING_UP)
          .fetch(
              found -> {
                if (found.isEmpty()) {
                  offerCopy(ErrorCode.RESYNC, NOT_FETCHED);
                  takeSnapshot(answer);
                }
                caughtUp(found.orElse(List.of()));
              });
    }
  }

  private void caughtUp(List<Operation> operations) {
    List<Operation> all = new ArrayList<>(operations);
    all.addAll(heldBack);
    heldBack.clear();
    phase = Phase.JOINED;
    timers.answered();
    all.forEach(this::applyCommitted);
    sendAgain();
  }

  /** Nothing tells whether what was in flight arrived, but that it did not come by: once more. */
  private void sendAgain() {
    ClientEdits mine = edits;
    ClientEdits.InFlight sent = inFlight();
    if (mine != null && sent != null) {
      if (nameIsFree) {
        sent = mine.refreeze(sent, nextSequence);
      } else if (sent.sequence() < nextSequence) {
        throw world.violations.found("INV-7: an acknowledgement is missing: ", sent);
      }
      nextSequence = sent.sequence() + 1;
      sendInFlight();
    }
    nameIsFree = false;
    flush();
  }

  void committed(List<Operation> operations) {
    if (phase == Phase.CATCHING_UP) {
      heldBack.addAll(operations);
    } else if (phase == Phase.JOINED) {
      operations.forEach(this::applyCommitted);
      flush();
    }
  }

  private void applyCommitted(Operation committed) {
    ClientEdits mine = edits;
    if (mine == null || committed.revision() != mine.revision() + 1) {
      throw world.violations.found("INV-7: delivered out of order: ", committed);
    }
    TextOperation operation = ClientEdits.TEXT.parse(committed.payload());
    ClientEdits.InFlight sent = inFlight();
    long sequence = committed.name().sequence();
    boolean own = client.equals(Optional.of(committed.name().client()));
    if (own && sent != null && sent.sequence() == sequence) {
      mine.settle(operation);
      timers.answered();
      nextSequence = Math.max(nextSequence, sequence + 1);
      internalFailures = 0;
      audience.settled(committed);
    } else {
      mine.receive(operation);
    }
  }

  private ClientEdits.@Nullable InFlight inFlight() {
    return edits == null ? null : edits.inFlight();
  }

  private boolean isAnswerTo(long sequence, ClientEdits.@Nullable InFlight sent) {
    return phase == Phase.JOINED && sent != null && sent.sequence() == sequence;
  }

  void acknowledged(long sequence, long revision) {
    ClientEdits mine = edits;
    ClientEdits.InFlight sent = inFlight();
    if (mine == null || sent == null || !isAnswerTo(sequence, sent)) {
      return;
    }
    if (revision == 0 && ClientEdits.isNoop(sent.rebased())) {
      mine.forgetInFlight();
      nextSequence = sequence;
      flush();
    } else {
      throw world.violations.found("INV-7: acknowledged at " + revision + ", never shown: ", sent);
    }
  }

  void refused(long sequence, Refusal refusal) {
    ClientEdits mine = edits;
    if (mine == null || !isAnswerTo(sequence, inFlight())) {
      return;
    }
    ErrorCode code = refusal.code();
    if (code.category() == Category.CAPACITY) {
      timers.retryIn(refusal.retryAfter(), this::sendInFlight);
    } else if (code.category() == Category.CONFLICT) {
      nameIsFree =
          code == ErrorCode.STALE_BASE
              || code == ErrorCode.SEQUENCE_GAP
              || code == ErrorCode.SEQUENCE_REUSED;
      join();
    } else if (code == ErrorCode.NOT_JOINED) {
      join();
    } else if (code.category() == Category.INTERNAL && ++internalFailures < INTERNAL_TRIES) {
      timers.retryIn(refusal.retryAfter(), this::sendInFlight);
    } else {
      offerCopy(code, refusal.reason());
      client = Optional.empty();
      mine.giveUp();
      join();
    }
  }

  void closed(ErrorCode code, String reason) {
    if (code == ErrorCode.GENERATION_CHANGED || code == ErrorCode.DIVERGED) {
      startOver(code, reason);
    } else if (code.category() == Category.CONFLICT
        || code.category() == Category.CAPACITY
        || code == ErrorCode.INTERNAL) {
      phase = Phase.ABSENT;
      timers.retryIn(Duration.ZERO, this::join);
    } else {
      offerCopy(code, reason);
      timers.stop();
      phase = Phase.CLOSED;
      audience.ended(code);
    }
  }

  /** What is here is no prefix of the server's history: nothing of it may be merged. */
  private void startOver(ErrorCode code, String reason) {
    offerCopy(code, reason);
    client = Optional.empty();
    fresh = true;
    nameIsFree = false;
    if (edits != null) {
      edits.giveUp();
    }
    join();
  }

  private void offerCopy(ErrorCode code, String why) {
    if (isPending()) {
      audience.unmerged(code, why);
    }
  }

  /** Sends what waits, if it may be sent now. */
  private void flush() {
    ClientEdits mine = edits;
    if (phase != Phase.JOINED || mine == null || !mine.hasWaiting() || inFlight() != null) {
      return;
    }
    long wait = lastSubmit + SUBMIT_MILLIS - world.schedule.nowMillis();
    if (wait > 0) {
      timers.submitIn(wait, this::flush);
    } else if (mine.freeze(nextSequence)) {
      nextSequence++;
      sendInFlight();
    }
  }

  private void sendInFlight() {
    ClientEdits.InFlight sent = inFlight();
    Link over = link;
    if (sent != null && phase == Phase.JOINED && over != null) {
      lastSubmit = world.schedule.nowMillis();
      expectAnswer();
      over.submit(sent);
    }
  }

  /** A server that stays silent has forgotten: asking again does no harm. */
  private void expectAnswer() {
    timers.expectAnswer(
        () -> {
          if (phase == Phase.JOINED) {
            join();
          } else {
            Optional.ofNullable(link).ifPresent(Link::reconnect);
          }
        });
  }

  @Override
  public String toString() {
    return phase + ", in flight " + inFlight() + ", next " + nextSequence;
  }
}
