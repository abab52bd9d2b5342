package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.cluster.LocalCluster;
import coedit.core.commit.Committer;
import coedit.core.fixture.Deaf;
import coedit.core.fixture.StuckType;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.lane.Quarantine;
import coedit.core.mailbox.Turns;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.sequence.LocalSequencingMap;
import coedit.core.service.CommittedBatch;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.Refusal;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Payload;
import coedit.persistence.CommitResult;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.StoreIdentity;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import coedit.spi.Submission;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A member whose documents are of a type that may not come back from a call. */
abstract class StuckTypes {

  private static final LaneSettings SNAPSHOT_AT_ONCE =
      new LaneSettings(20, 1 << 16, 50, 1 << 16, 1 << 12, 100, 1, 1 << 16, Duration.ofHours(1));
  private static final RoomSettings SHORT_TAIL =
      new RoomSettings(
          40,
          1 << 16,
          20,
          2,
          8,
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofMillis(50),
          Duration.ofHours(1),
          1 << 20);

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
  final InMemoryOperationLog log = new InMemoryOperationLog(1);
  final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
  final StuckType type = new StuckType();
  final List<String> heard = new ArrayList<>();
  final List<Throwable> wrong = new ArrayList<>();
  long nanos;
  long joinedAt = -1;
  Runnable readingGrants = () -> {};
  Runnable lookingUp = () -> {};
  boolean databaseAway;
  private final Turns executor = new Turns(tasks::add);
  final Threads turns = new Threads(executor::lost);
  final Threads store = new Threads(thread -> {});
  final Quarantine quarantine = new Quarantine(Duration.ofSeconds(10), turns, store, () -> nanos);
  final Member member = member();

  static final class Threads implements Quarantine.Threads {
    private final Consumer<Thread> hears;
    int lost;
    int ever;

    Threads(Consumer<Thread> hears) {
      this.hears = hears;
    }

    @Override
    public void lost(Thread thread) {
      hears.accept(thread);
    }

    @Override
    public void grow() {
      lost++;
      ever++;
    }

    @Override
    public void shrink() {
      lost--;
    }
  }

  @BeforeEach
  void twoDocuments() {
    List<Grant> everybody = List.of(new Grant(Grant.Kind.EVERYONE, "", Access.EDIT));
    documents.create(Texts.record(document(1), 0), everybody);
    documents.create(Texts.record(document(2), 0), everybody);
  }

  /**
   * Meanwhile, on another thread. The member outlives whatever a type throws, and would keep it to
   * itself.
   */
  Runnable noted(Runnable inside) {
    return () ->
        CompletableFuture.runAsync(inside)
            .exceptionally(
                failed -> {
                  wrong.add(failed);
                  return null;
                })
            .join();
  }

  @AfterEach
  void nothingWasWrongInTheMiddle() {
    assertEquals(List.of(), wrong);
  }

  /** Time is up, in the middle of a call; everything else goes on meanwhile. */
  void doesNotComeBack() {
    timeIsUp();
    settle();
    assertEquals(1, store.lost);
  }

  void timeIsUp() {
    type.applying = () -> {};
    type.writing = () -> {};
    nanos += Duration.ofSeconds(11).toNanos();
    quarantine.look();
  }

  Subscription join(DocumentId document) {
    Subscription joined = enter(document);
    settle();
    return joined;
  }

  Subscription enter(DocumentId document) {
    Participant person = new Participant("bob", "Bob", Set.of(), false);
    return member
        .editing()
        .join(
            new JoinRequest(
                document, "bob-" + document, person, Optional.empty(), Optional.empty()),
            new Ear());
  }

  void write(Subscription over, long sequence) {
    send(over, sequence);
    settle();
  }

  void send(Subscription over, long sequence) {
    send(over, sequence, "x");
  }

  void send(Subscription over, long sequence, String... words) {
    member.editing().submit(over, sequence, 0, inserted(words));
  }

  private static List<Payload> inserted(String... words) {
    return Arrays.stream(words).map(word -> WordType.insert(0, word)).toList();
  }

  /** The room has not heard of what became of one, and sends it again. */
  void again(long sequence) {
    again(101, sequence, "x");
  }

  /** What one client has on its way. */
  void again(long client, long sequence, String... words) {
    Submission sent = new Submission(Texts.name(client, sequence), "bob", 0, inserted(words));
    member.lanes().submit(document(1), sent, 1);
  }

  void settle() {
    do {
      run();
      member.committer().step();
    } while (!tasks.isEmpty());
  }

  /** Everything but commits. */
  void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private DocumentStore watchedDocuments() {
    return watched(
        DocumentStore.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("grants")) {
            readingGrants.run();
          }
          return method.invoke(documents, arguments);
        });
  }

  private OperationLog watchedLog() {
    return watched(
        OperationLog.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("commit") && databaseAway) {
            return new CommitResult.Unavailable(new SQLException("away"));
          }
          if (method.getName().equals("findLast")) {
            lookingUp.run();
          }
          return method.invoke(log, arguments);
        });
  }

  private static <T> T watched(Class<T> what, InvocationHandler calls) {
    return what.cast(
        Proxy.newProxyInstance(StuckTypes.class.getClassLoader(), new Class<?>[] {what}, calls));
  }

  private Member member() {
    return new Member(
        new MemberParts(
            "this",
            new StoreIdentity(new UUID(0, 1), new UUID(0, 2), 1),
            new LocalCluster(),
            new LocalSequencingMap(),
            watchedLog(),
            snapshots,
            watchedDocuments(),
            new DocumentTypes(List.of(type)),
            new MemberParts.Limits(
                SNAPSHOT_AT_ONCE, SHORT_TAIL, new Committer.Settings(10, Duration.ZERO)),
            new AtomicLong(100)::incrementAndGet,
            result -> {},
            InstantSource.system(),
            (delay, action) -> {},
            executor,
            tasks::add,
            quarantine,
            () -> false));
  }

  private final class Ear extends Deaf {

    @Override
    public void joined(Joined joined) {
      joinedAt = joined.head();
    }

    @Override
    public void committed(CommittedBatch batch) {
      heard.add("committed");
    }

    @Override
    public void acknowledged(long sequence, long revision) {
      heard.add("acknowledged " + sequence);
    }

    @Override
    public void refused(long sequence, Refusal refusal) {
      heard.add("refused " + refusal.code().code());
    }

    @Override
    public void closed(ErrorCode code, String reason) {
      heard.add("closed " + code.code());
    }
  }
}
