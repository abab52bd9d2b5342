package coedit.core.simulation;

import coedit.core.fixture.GatherType;
import coedit.core.service.CommittedBatch;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A person with a document that merges: sends batches of words, new ones and known ones, one batch
 * at a time, and after a mishap the same words again, under their old name or a new one.
 */
final class Gatherer implements Actor {

  private static final Payload GARBAGE = Payload.ofUtf8("?");

  private static final long RETRY_MILLIS = 1_000;

  private final World world;
  private final DocumentId document;
  private final Participant person;
  private @Nullable Connection connection;
  private Optional<ClientId> client = Optional.empty();
  private final SortedSet<String> known = new TreeSet<>();
  private long revision;
  private long nextSequence = 1;
  private @Nullable Batch pending;
  private int letters;
  private boolean tellsAll;
  private boolean tellingAll;
  private final SortedSet<String> acknowledged = new TreeSet<>();

  private record Batch(long first, List<Payload> payloads) {
    long last() {
      return first + payloads.size() - 1;
    }

    SortedSet<String> words() {
      SortedSet<String> words = new TreeSet<>();
      payloads.forEach(payload -> words.addAll(GatherType.wordsOf(payload)));
      return words;
    }
  }

  Gatherer(World world, DocumentId document, int number) {
    this.world = world;
    this.document = document;
    this.person = new Participant("gatherer" + number, "Gatherer", Set.of(), false);
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
        if (dice < 10 && current.subscription != null) {
          Payload version = GatherType.words(knownWord());
          current.server.member().editing().sync(current.subscription, version);
        }
        if (pending == null) {
          write(dice < 6 ? List.of(GARBAGE) : someWords());
        }
      }
    }
  }

  private List<Payload> someWords() {
    List<Payload> payloads = new ArrayList<>();
    for (int i = world.random.nextInt(3); i >= 0; i--) {
      String word = world.random.nextInt(3) > 0 || known.isEmpty() ? freshWord() : knownWord();
      payloads.add(
          world.random.nextInt(4) == 0
              ? GatherType.words(word, knownWord())
              : GatherType.words(word));
    }
    return payloads;
  }

  private String freshWord() {
    return person.user() + "w" + letters++;
  }

  private String knownWord() {
    int place = world.random.nextInt(known.size() + 1);
    return known.stream().skip(place).findFirst().orElse("common" + letters);
  }

  @Override
  public void writesOneMore() {
    reconnectIfNeeded();
    world.violations.unless(
        pending == null, "INV-13: " + pending + " is not settled, " + connection);
    world.violations.unless(connection != null && connection.joined, "INV-13: cannot join");
    write(List.of(GatherType.words(freshWord())));
  }

  @Override
  public void reconnectIfNeeded() {
    if (connection == null) {
      connect();
    }
  }

  @Override
  public void continueWriting() {
    reconnectIfNeeded();
    Connection current = connection;
    if (current != null && current.joined && current.mustSend) {
      current.mustSend = false;
      send(current);
    }
  }

  private void write(List<Payload> payloads) {
    Batch batch = new Batch(nextSequence + world.random.nextInt(3), payloads);
    nextSequence = batch.last() + 1;
    pending = batch;
    if (connection != null) {
      send(connection);
    }
  }

  private void send(Connection over) {
    Batch what = pending;
    if (what != null && over.subscription != null) {
      over.server
          .member()
          .editing()
          .submit(over.subscription, what.first(), revision, what.payloads());
    }
  }

  /** As the page does: when the server asks for it, and up to half as long again. */
  private void sendsLater(Connection over, Refusal refusal) {
    Batch what = pending;
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
    if (world.random.nextBoolean()) {
      client = Optional.empty();
    }
    Connection fresh = new Connection(world.someServer());
    connection = fresh;
    JoinRequest request =
        new JoinRequest(
            document,
            person.user() + "-" + world.newClientId(),
            person,
            client,
            Optional.empty(),
            GatherType.DIALECT,
            Optional.of(GatherType.words(known.toArray(String[]::new))));
    fresh.subscription = fresh.server.join(request, fresh);
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

  /** Types that merge bring what a backup lacks back: a client tells all that it knows. */
  @Override
  public void restored() {
    acknowledged.retainAll(world.words(document));
    client = Optional.empty();
    pending = null;
    tellsAll = true;
  }

  private void take(Operation operation) {
    world.violations.unless(
        operation.revision() == revision + 1,
        "INV-7: " + operation.revision() + " delivered after " + revision);
    revision++;
    known.addAll(GatherType.wordsOf(operation.payload()));
    if (client.equals(Optional.of(operation.name().client()))) {
      settled(operation.name().sequence());
    }
  }

  /** What it knows and the store lacks is told again, at the next join. */
  private void givesUp() {
    pending = null;
    if (tellingAll) {
      tellingAll = false;
      tellsAll = true;
      disconnect(true);
    }
  }

  private void settled(long sequence) {
    Batch settled = pending;
    if (settled != null && settled.last() == sequence) {
      pending = null;
      tellingAll = false;
      acknowledged.addAll(settled.words());
      world.violations.unless(
          world.words(document).containsAll(settled.words()),
          "INV-1: acknowledged and not in the log: " + settled);
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
    SortedSet<String> stored = world.words(document);
    world.violations.unless(stored.containsAll(acknowledged), "INV-1: acknowledged and gone");
    world.violations.unless(pending == null, "INV-13: an edit after the faults is not settled");
    world.violations.unless(
        known.equals(stored), "INV-8: " + revision + " revisions seen, " + known + ", " + stored);
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
      boolean same = client.equals(Optional.of(answer.client()));
      client = Optional.of(answer.client());
      told(answer.sync().orElseThrow());
      answer.tail().forEach(Gatherer.this::take);
      world.violations.unless(revision == answer.head(), "INV-7: the tail does not reach the head");
      nextSequence = same ? Math.max(nextSequence, answer.nextSequence()) : 1;
      if (tellsAll) {
        tellsAll = false;
        tellingAll = true;
        SortedSet<String> lacking = new TreeSet<>(known);
        lacking.removeAll(GatherType.wordsOf(answer.sync().orElseThrow().version()));
        pending =
            lacking.isEmpty()
                ? null
                : new Batch(1, List.of(GatherType.words(lacking.toArray(String[]::new))));
      }
      if (!same && pending != null) {
        pending = new Batch(1, pending.payloads());
        nextSequence = pending.last() + 1;
      }
      mustSend = pending != null;
    }

    private void told(SyncAnswer answer) {
      known.addAll(GatherType.wordsOf(answer.update()));
      revision = answer.revision();
      world.violations.unless(
          known.containsAll(GatherType.wordsOf(answer.version())),
          "INV-8: " + known + " after a sync to " + answer.version().utf8());
    }

    @Override
    public void synced(SyncAnswer answer, List<Operation> tail) {
      if (isCurrent()) {
        SortedSet<String> stored = GatherType.wordsOf(answer.update());
        tail.forEach(operation -> stored.addAll(GatherType.wordsOf(operation.payload())));
        world.violations.unless(
            known.containsAll(stored), "INV-7: synced to more than was delivered");
      }
    }

    @Override
    public void committed(CommittedBatch batch) {
      if (isCurrent()) {
        batch.operations().forEach(Gatherer.this::take);
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
      Batch refused = pending;
      if (!isCurrent() || refused == null || refused.first() != sequence) {
        return;
      }
      switch (refusal.code().category()) {
        case CAPACITY -> sendsLater(this, refusal);
        case INTERNAL -> givesUp();
        case CONFLICT -> world.violations.unless(false, "a merging batch was refused: ", refusal);
        case CLIENT -> {
          world.violations.unless(
              refused.payloads().contains(GARBAGE) || refusal.code() == ErrorCode.FORBIDDEN,
              "INV-14: " + refused + " was refused: " + refusal);
          givesUp();
        }
      }
    }

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      if (isCurrent()) {
        world.violations.unless(
            code == ErrorCode.RESYNC
                || code == ErrorCode.NOT_FOUND
                || code.category() == ErrorCode.Category.CAPACITY,
            "INV-14/INV-15: closed: " + code + ", " + reason);
        connection = null;
      }
    }

    @Override
    public String toString() {
      return "joined " + joined + ", to send " + mustSend;
    }
  }
}
