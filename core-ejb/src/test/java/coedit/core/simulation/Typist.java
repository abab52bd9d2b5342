package coedit.core.simulation;

import coedit.core.fixture.WordType;
import coedit.core.service.CommittedBatch;
import coedit.core.service.JoinRequest;
import coedit.core.service.JoinRequest.ResumePoint;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.spi.DocumentState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person with one document open: writes one operation at a time, sends it again exactly as it was
 * after every mishap, and checks all that is delivered.
 */
final class Typist implements Actor {

  private static final Payload GARBAGE = Payload.ofUtf8("garbage");

  private static final long RETRY_MILLIS = 1_000;

  private final World world;
  private final DocumentId document;
  private final Participant person;
  private @Nullable Connection connection;
  private Optional<ClientId> client = Optional.empty();
  private Optional<UUID> generation = Optional.empty();
  private DocumentState text = new WordType().empty();
  private long revision;
  private long nextSequence = 1;
  private @Nullable Pending pending;
  private int letters;
  private final List<OperationName> acknowledged = new ArrayList<>();

  private record Pending(long sequence, long base, Payload payload) {}

  Typist(World world, DocumentId document, int number) {
    this.world = world;
    this.document = document;
    this.person = new Participant("person" + number, "Person", Set.of(), false);
  }

  @Override
  public String user() {
    return person.user();
  }

  @Override
  public DocumentId document() {
    return document;
  }

  @Override
  public void act() {
    Connection current = connection;
    if (current == null) {
      connect();
    } else if (current.joined) {
      int dice = world.random.nextInt(100);
      if (dice < 3) {
        disconnect(dice > 0);
      } else if (dice < 50) {
        continueWriting();
        if (pending == null) {
          write(dice < 6 ? GARBAGE : letter());
        }
      }
    }
  }

  private Payload letter() {
    int length = text.content().utf8().length();
    return WordType.insert(
        world.random.nextInt(length + 1), String.valueOf((char) ('a' + letters++ % 26)));
  }

  @Override
  public void writesOneMore() {
    reconnectIfNeeded();
    world.violations.unless(
        pending == null, "INV-13: " + pending + " is not settled, " + connection);
    world.violations.unless(connection != null && connection.joined, "INV-13: cannot join");
    write(letter());
  }

  @Override
  public void reconnectIfNeeded() {
    if (connection == null) {
      connect();
    }
  }

  /** Sends again what was refused for lack of room, after a rejoin what was under way. */
  @Override
  public void continueWriting() {
    reconnectIfNeeded();
    Connection current = connection;
    if (current != null && current.joined && current.mustSend) {
      current.mustSend = false;
      send(current);
    }
  }

  private void write(Payload payload) {
    pending = new Pending(nextSequence, revision, payload);
    Connection current = connection;
    if (current != null) {
      send(current);
    }
  }

  private void send(Connection over) {
    Pending what = pending;
    if (what != null && over.subscription != null) {
      over.server
          .member()
          .editing()
          .submit(over.subscription, what.sequence(), what.base(), List.of(what.payload()));
    }
  }

  /** As the page does: when the server asks for it, and up to half as long again. */
  private void sendsLater(Connection over, Refusal refusal) {
    Pending what = pending;
    long millis = refusal.retryAfter().isZero() ? RETRY_MILLIS : refusal.retryAfter().toMillis();
    world.schedule.after(
        Duration.ofMillis(millis + world.random.nextInt((int) millis / 2 + 1)),
        () -> {
          if (connection == over && what != null && what.equals(pending)) {
            send(over);
          }
        });
  }

  private void connect() {
    Connection fresh = new Connection(world.someServer());
    connection = fresh;
    fresh.subscription =
        fresh.server.join(
            new JoinRequest(
                document,
                person.user() + "-" + world.newClientId(),
                person,
                client,
                generation.map(known -> new ResumePoint(known, revision))),
            fresh);
  }

  private void disconnect(boolean politely) {
    Connection current = connection;
    connection = null;
    if (politely && current != null && current.subscription != null) {
      current.server.member().editing().leave(current.subscription);
    }
  }

  @Override
  public void serverCrashed(Server server) {
    if (connection != null && connection.server == server) {
      connection = null;
    }
  }

  @Override
  public void restored() {
    acknowledged.retainAll(world.names(document));
  }

  /** What this person has seen is no history any more. */
  private void startOver() {
    client = Optional.empty();
    generation = Optional.empty();
    text = new WordType().empty();
    revision = 0;
    nextSequence = 1;
    pending = null;
  }

  private void take(Operation operation) {
    world.violations.unless(
        operation.revision() == revision + 1,
        "INV-7: " + operation.revision() + " delivered after " + revision);
    world.shown(document, operation);
    revision++;
    text = text.apply(operation.payload());
    if (client.equals(Optional.of(operation.name().client()))) {
      settled(operation.name().sequence());
    }
  }

  private void settled(long sequence) {
    acknowledged.add(new OperationName(client.orElseThrow(), sequence));
    nextSequence = Math.max(nextSequence, sequence + 1);
    if (pending != null && pending.sequence() == sequence) {
      pending = null;
    }
  }

  @Override
  public boolean isAtRest() {
    return pending == null
        && connection != null
        && connection.joined
        && revision == world.log.head(document);
  }

  @Override
  public void check() {
    List<Operation> log = world.log.all(document);
    Set<OperationName> names = new HashSet<>();
    DocumentState state = new WordType().empty();
    for (Operation operation : log) {
      names.add(operation.name());
      state = state.apply(operation.payload());
    }
    acknowledged.forEach(
        name ->
            world.violations.unless(names.contains(name), "INV-1: acknowledged and gone: " + name));
    world.violations.unless(pending == null, "INV-13: an edit after the faults is not settled");
    world.violations.unless(
        revision == log.size() && text.content().equals(state.content()),
        "INV-8: " + revision + " of " + log.size() + " revisions seen");
  }

  /** One join; whatever comes over an earlier one is not heard. */
  private final class Connection implements Subscriber {
    private final Server server;
    private @Nullable Subscription subscription;
    private boolean joined;
    private boolean mustSend;

    Connection(Server server) {
      this.server = server;
    }

    private boolean isCurrent() {
      return connection == this;
    }

    @Override
    public void joined(Joined answer) {
      if (!isCurrent()) {
        return;
      }
      joined = true;
      client = Optional.of(answer.client());
      generation = Optional.of(answer.generation());
      answer
          .snapshot()
          .ifPresent(
              snapshot -> {
                world.violations.unless(
                    snapshot.revision() >= 0 && answer.head() >= revision,
                    "INV-7: joined at " + answer.head() + " having seen " + revision);
                revision = snapshot.revision();
                text = new WordType().open(snapshot);
              });
      answer.tail().forEach(Typist.this::take);
      world.violations.unless(revision == answer.head(), "INV-7: the tail does not reach the head");
      long next = answer.nextSequence();
      world.violations.unless(
          next == nextSequence || next == nextSequence + 1,
          "INV-2: next sequence " + next + " and not " + nextSequence);
      if (next > nextSequence) {
        settled(next - 1);
      }
      mustSend = pending != null;
    }

    @Override
    public void committed(CommittedBatch batch) {
      if (isCurrent()) {
        batch.operations().forEach(Typist.this::take);
      }
    }

    @Override
    public void acknowledged(long sequence, long at) {
      if (isCurrent()) {
        world.violations.unless(at <= revision, "INV-7: acknowledged ahead of its delivery");
        settled(sequence);
      }
    }

    @Override
    public void refused(long sequence, Refusal refusal) {
      Pending refused = pending;
      if (!isCurrent() || refused == null || refused.sequence() != sequence) {
        return;
      }
      switch (refusal.code().category()) {
        case CAPACITY -> sendsLater(this, refusal);
        case INTERNAL -> pending = null;
        case CONFLICT -> {
          pending = null;
          disconnect(true);
        }
        case CLIENT -> {
          world.violations.unless(
              refused.payload() == GARBAGE || refusal.code() == ErrorCode.FORBIDDEN,
              "INV-14: " + refused + " was refused: " + refusal);
          pending = null;
        }
      }
    }

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      if (!isCurrent()) {
        return;
      }
      connection = null;
      if (code == ErrorCode.GENERATION_CHANGED
          && !generation.equals(Optional.of(world.generation()))) {
        startOver();
      } else {
        world.violations.unless(
            code == ErrorCode.RESYNC
                || code == ErrorCode.NOT_FOUND
                || code.category() == ErrorCode.Category.CAPACITY,
            "INV-14/INV-15: closed: " + code + ", " + reason);
      }
    }

    @Override
    public String toString() {
      return "joined " + joined + ", to send " + mustSend;
    }
  }
}
