package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import coedit.persistence.DocumentStore;
import coedit.persistence.StoreIdentity;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import coedit.spi.Submission;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
import org.junit.jupiter.api.Test;

/**
 * A type that does not come back where documents are opened and replayed: who is told, and when.
 */
class StuckTypeTest {

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
  private final InMemoryOperationLog log = new InMemoryOperationLog(1);
  private final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
  private final StuckType type = new StuckType();
  private final List<String> heard = new ArrayList<>();
  private final List<Throwable> wrong = new ArrayList<>();
  private long nanos;
  private long joinedAt = -1;
  private Runnable readingGrants = () -> {};
  private final Turns executor = new Turns(tasks::add);
  private final Threads turns = new Threads(executor::lost);
  private final Threads store = new Threads(thread -> {});
  private final Quarantine quarantine =
      new Quarantine(Duration.ofSeconds(10), turns, store, () -> nanos);
  private final Member member = member();

  private static final class Threads implements Quarantine.Threads {
    private final Consumer<Thread> hears;
    private int lost;
    private int ever;

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
  private Runnable noted(Runnable inside) {
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
  private void doesNotComeBack() {
    timeIsUp();
    settle();
    assertEquals(1, store.lost);
  }

  private void timeIsUp() {
    type.applying = () -> {};
    type.writing = () -> {};
    nanos += Duration.ofSeconds(11).toNanos();
    quarantine.look();
  }

  @Test
  void whoEditsADocumentThatDoesNotOpenIsToldAndOthersGoOn() {
    log.begin(document(1), Texts.operation(1, 1, 1));
    Subscription one = join(document(1));
    Subscription two = join(document(2));
    type.applying =
        noted(
            () -> {
              doesNotComeBack();
              write(two, 1);
              write(one, 1);
              assertEquals(
                  List.of("refused plugin-failed", "committed", "refused plugin-failed"), heard);
            });
    write(one, 1);
    assertEquals(3, heard.size());
    assertEquals(0, store.lost);
    assertEquals(0, turns.ever);
    write(one, 1);
    assertEquals("committed", heard.get(heard.size() - 1), "it has come back");
  }

  /** The lane does not come back; what it had handed to the committer is stored all the same. */
  @Test
  void whatWasUnderWayIsShownAndAcknowledgedAndOnlyWhatIsNotStoredIsRefused() {
    Subscription one = join(document(1));
    send(one, 1);
    run();
    type.applying =
        noted(
            () -> {
              timeIsUp();
              again(1);
              run();
              assertEquals(List.of(), heard, "nobody knows yet");
              settle();
              assertEquals(List.of("committed"), heard);
              again(1);
              again(2);
              settle();
              assertEquals(List.of("committed", "refused plugin-failed"), heard);
            });
    send(one, 2);
    settle();
    assertEquals(1, turns.ever);
    assertEquals(1, log.head(document(1)), "what was refused is not stored later");
    write(one, 2);
    assertEquals("committed", heard.get(heard.size() - 1), "it has come back");
    assertEquals(2, log.head(document(1)));
  }

  @Test
  void whatWasStoredBeforeTheCallWasGivenUpIsShownAsWell() {
    Subscription one = join(document(1));
    send(one, 1);
    run();
    type.applying =
        noted(
            () -> {
              settle();
              assertEquals(List.of(), heard, "its lane is in the call");
              timeIsUp();
              settle();
              assertEquals(List.of("committed"), heard);
            });
    send(one, 2);
    settle();
    assertEquals(1, turns.ever);
  }

  /** The end of a commit and what follows it are of one turn, which gives the room its own. */
  @Test
  void theRoomThatFollowsOnTheLostThreadGoesOn() {
    Subscription one = join(document(1));
    send(one, 1);
    run();
    member.committer().step();
    again(2);
    type.applying =
        noted(
            () -> {
              assertEquals(List.of(), heard, "the room is next on this thread");
              timeIsUp();
              settle();
              assertEquals(List.of("committed"), heard);
            });
    settle();
    assertEquals(1, turns.ever);
  }

  @Test
  void whoJoinsADocumentThatCannotBeReplayedIsTold() {
    Texts.operations(1, 5).forEach(operation -> log.begin(document(1), operation));
    type.applying =
        noted(
            () -> {
              doesNotComeBack();
              assertEquals(List.of("closed degraded"), heard);
              join(document(1));
              assertEquals(List.of("closed degraded", "closed degraded"), heard);
              assertEquals(1, store.ever, "nobody tries it again");
            });
    join(document(1));
    assertEquals(2, heard.size());
    assertEquals(0, store.lost);
  }

  @Test
  void whoJoinsADocumentThatHasNothingYetAndDoesNotBeginIsTold() {
    type.writing =
        noted(
            () -> {
              doesNotComeBack();
              assertEquals(List.of("closed plugin-failed"), heard);
              type.writing = () -> wrong.add(new AssertionError("asked again"));
              join(document(1));
              assertEquals(List.of("closed plugin-failed", "closed plugin-failed"), heard);
              type.writing = () -> {};
            });
    join(document(1));
    assertEquals(2, heard.size());
    assertEquals(0, store.lost);
    write(join(document(1)), 1);
    assertEquals("committed", heard.get(heard.size() - 1), "it has come back");
  }

  /** It came in the very moment in which somebody else joins, who may know more. */
  @Test
  void whatALoadBringsThatWasGivenUpIsNobodys() {
    type.writing = noted(this::doesNotComeBack);
    readingGrants =
        noted(
            () -> {
              readingGrants = () -> {};
              log.begin(document(1), Texts.operation(1, 1, 1));
              enter(document(1));
            });
    join(document(1));
    assertEquals(List.of("closed plugin-failed"), heard);
    assertEquals(1, joinedAt);
  }

  @Test
  void aContentThatDoesNotComeHoldsNoOtherSnapshotUp() {
    Subscription one = join(document(1));
    Subscription two = join(document(2));
    type.writing =
        noted(
            () -> {
              type.writing = () -> {};
              write(two, 1);
              assertEquals(2, member.lanes().snapshotsWaiting());
              doesNotComeBack();
              assertTrue(snapshots.latest(document(2), 1).isPresent());
            });
    write(one, 1);
    assertTrue(snapshots.latest(document(1), 1).isPresent());
    assertEquals(0, member.lanes().snapshotsWaiting());
    assertEquals(0, store.lost);
  }

  private Subscription join(DocumentId document) {
    Subscription joined = enter(document);
    settle();
    return joined;
  }

  private Subscription enter(DocumentId document) {
    Participant person = new Participant("bob", "Bob", Set.of(), false);
    return member
        .editing()
        .join(
            new JoinRequest(
                document, "bob-" + document, person, Optional.empty(), Optional.empty()),
            new Ear());
  }

  private void write(Subscription over, long sequence) {
    send(over, sequence);
    settle();
  }

  private void send(Subscription over, long sequence) {
    member.editing().submit(over, sequence, 0, List.of(WordType.insert(0, "x")));
  }

  /** The room has not heard of what became of one, and sends it again. */
  private void again(long sequence) {
    List<Payload> payloads = List.of(WordType.insert(0, "x"));
    member
        .lanes()
        .submit(document(1), new Submission(Texts.name(101, sequence), "bob", 0, payloads), 1);
  }

  private void settle() {
    do {
      run();
      member.committer().step();
    } while (!tasks.isEmpty());
  }

  /** Everything but commits. */
  private void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private DocumentStore watchedDocuments() {
    return (DocumentStore)
        Proxy.newProxyInstance(
            StuckTypeTest.class.getClassLoader(),
            new Class<?>[] {DocumentStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("grants")) {
                readingGrants.run();
              }
              return method.invoke(documents, arguments);
            });
  }

  private Member member() {
    return new Member(
        new MemberParts(
            "this",
            new StoreIdentity(new UUID(0, 1), new UUID(0, 2), 1),
            new LocalCluster(),
            new LocalSequencingMap(),
            log,
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
    public void refused(long sequence, Refusal refusal) {
      heard.add("refused " + refusal.code().code());
    }

    @Override
    public void closed(ErrorCode code, String reason) {
      heard.add("closed " + code.code());
    }
  }
}
