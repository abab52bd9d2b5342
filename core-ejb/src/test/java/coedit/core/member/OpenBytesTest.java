package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.LocalCluster;
import coedit.core.commit.Committer;
import coedit.core.fixture.Deaf;
import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.sequence.LocalSequencingMap;
import coedit.core.sequence.SequencingEntry;
import coedit.core.service.CommittedBatch;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.OpenBytes;
import coedit.core.service.Participant;
import coedit.core.service.Refusal;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.persistence.OperationLog;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INV-12: what all open documents of a server take together has a bound. */
class OpenBytesTest {

  private static final int LARGE = 10_000;
  private static final int DOCUMENTS = 5;
  private static final Duration AT_ONCE = Duration.ofMillis(-1);
  private static final LaneSettings LANES = LaneSettings.defaults();

  /** For two large ones, and something. */
  private static final RoomSettings ROOMS =
      new RoomSettings(
          100,
          1 << 16,
          20,
          10,
          8,
          Duration.ofHours(1),
          AT_ONCE,
          Duration.ofMillis(50),
          Duration.ofHours(1),
          (long) (LARGE * 2.5));

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
  private final InMemoryOperationLog log = new InMemoryOperationLog(1);
  private final List<String> heard = new ArrayList<>();
  private final LocalSequencingMap map = new LocalSequencingMap();
  private int reads;
  private final Member member = member();

  @BeforeEach
  void largeDocuments() {
    List<Grant> everybody = List.of(new Grant(Grant.Kind.EVERYONE, "", Access.EDIT));
    for (int i = 1; i <= DOCUMENTS; i++) {
      documents.create(Texts.record(document(i), 0), everybody);
      log.begin(document(i), Texts.operation(1, 1, 1, WordType.insert(0, "x".repeat(LARGE))));
    }
  }

  @Test
  void whoWouldOpenMoreThanThereIsRoomForIsTurnedAwayUntilSomethingIsClosed() {
    Subscription one = join(1);
    join(2);
    assertEquals(List.of("joined", "joined"), heard);
    for (int tick = 0; tick < 4; tick++) {
      join(3);
      assertEquals("closed busy", heard.get(heard.size() - 1), "after " + tick + " ticks");
      tick();
    }
    assertEquals(4, member.open().refused());
    Subscription again = join(1);
    assertEquals("joined", heard.get(heard.size() - 1), "it is open");
    assertTrue(member.open().total() <= ROOMS.openBytes());
    heard.clear();
    member.editing().leave(one);
    member.editing().leave(again);
    tick();
    tick();
    tick();
    join(3);
    assertEquals(List.of("joined"), heard);
  }

  /** As when their people are at other servers. */
  @Test
  void whatIsSequencedHereCountsAndIsRefusedAsWell() {
    submit(1, 1, 1, "a");
    submit(2, 1, 1, "a");
    tick();
    tick();
    assertTrue(member.open().total() > ROOMS.openBytes() / 2);
    assertTrue(member.open().total() <= ROOMS.openBytes());
    assertEquals(List.of(2L, 1L), heads(1, 2));
    join(3);
    assertEquals(List.of("closed busy"), heard);
    submit(1, 2, 2, "b");
    assertEquals(List.of(3L, 1L), heads(1, 2), "it is open");
  }

  /** However often somebody tries. */
  @Test
  void whatDoesNotFitIsNotReadForEachWhoIsTurnedAway() {
    join(1);
    join(2);
    tick();
    int readBefore = reads;
    for (int attempt = 0; attempt < 5; attempt++) {
      join(3);
      submit(4, 1, 1, "a");
    }
    assertEquals(5, heard.stream().filter("closed busy"::equals).count());
    assertEquals(List.of(1L), heads(4));
    assertEquals(2, reads - readBefore, "once by the room, once by the lane");
  }

  @Test
  void whoHasADocumentOpenHereGoesOnWhateverIsOpen() {
    Subscription one = join(1);
    join(2);
    member.editing().submit(one, 1, 1, List.of(WordType.insert(0, "a")));
    settle();
    assertEquals(List.of("joined", "joined", "committed"), heard);
    tick();
    assertTrue(member.open().total() > ROOMS.openBytes());
  }

  /** As somebody tries again and again, whose document others write at another server. */
  @Test
  void whoWasTurnedAwayDoesNotOpenTheDocumentForOthers() {
    join(1);
    join(2);
    join(3);
    assertEquals(List.of("joined", "joined", "closed busy"), heard);
    submit(3, 1, 1, "a");
    assertEquals(List.of(1L), heads(3));
  }

  /** Its author waits for what may be stored already. */
  @Test
  void whatWasOpenIsOpenedAgainWhateverElseIs() {
    submit(1, 1, 1, "a");
    member.open().add(document(99), OpenBytes.Holder.LANE, ROOMS.openBytes());
    lose(1);
    submit(1, 2, 2, "b");
    assertEquals(1, member.lanes().recoveries());
    assertEquals(List.of(3L), heads(1));
  }

  /** Its entry in the map is not what its lane remembers. */
  private void lose(long number) {
    map.install(document(number), 0, new SequencingEntry(1, 0, 0, 1));
  }

  private void submit(long number, long sequence, long base, String text) {
    Submission submission = Texts.submission(7, sequence, base, text);
    member.lanes().submit(document(number), submission, 1);
    settle();
  }

  private List<Long> heads(long... numbers) {
    return LongStream.of(numbers).mapToObj(number -> log.head(document(number))).toList();
  }

  private Subscription join(long number) {
    Participant person = new Participant("bob", "Bob", Set.of(), false);
    Subscription joined =
        member
            .editing()
            .join(
                new JoinRequest(
                    document(number), "bob-" + number, person, Optional.empty(), Optional.empty()),
                new Ear());
    settle();
    return joined;
  }

  private void tick() {
    member.tick();
    settle();
  }

  private void settle() {
    do {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      member.committer().step();
    } while (!tasks.isEmpty());
  }

  private Member member() {
    return new Member(
        new MemberParts(
            "this",
            new StoreIdentity(new UUID(0, 1), new UUID(0, 2), 1),
            new LocalCluster(),
            map,
            counting(log),
            new InMemorySnapshotStore(),
            documents,
            new DocumentTypes(List.of(new WordType())),
            new MemberParts.Limits(LANES, ROOMS, new Committer.Settings(10, Duration.ZERO)),
            new AtomicLong(100)::incrementAndGet,
            result -> {},
            InstantSource.system(),
            (delay, action) -> {},
            tasks::add,
            tasks::add,
            NoThreads.quarantine(),
            () -> false));
  }

  private OperationLog counting(OperationLog of) {
    return (OperationLog)
        Proxy.newProxyInstance(
            OpenBytesTest.class.getClassLoader(),
            new Class<?>[] {OperationLog.class},
            (proxy, method, arguments) -> {
              reads += method.getName().equals("read") ? 1 : 0;
              return method.invoke(of, arguments);
            });
  }

  private final class Ear extends Deaf {

    @Override
    public void committed(CommittedBatch batch) {
      heard.add("committed");
    }

    @Override
    public void joined(Joined joined) {
      heard.add("joined");
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
