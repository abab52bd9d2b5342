package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.cluster.LocalCluster;
import coedit.core.commit.Committer;
import coedit.core.fixture.Deaf;
import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.mailbox.Timer;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.sequence.MapBreaker;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SilentMap;
import coedit.core.service.CommittedBatch;
import coedit.core.service.JoinRequest;
import coedit.core.service.Participant;
import coedit.core.service.Refusal;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.persistence.StoreIdentity;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member whose map takes calls and does not answer: what its people see, and how it ends. */
class SilentMapTest {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> later = new ArrayList<>();
  private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
  private final InMemoryOperationLog log = new InMemoryOperationLog(1);
  private final SilentMap map = new SilentMap();
  private final Clock time = new Clock();
  private final MapBreaker breaker = new MapBreaker(map, time, Duration.ofSeconds(8));
  private final Ear bob = new Ear();
  private final Member member = member();
  private Subscription joined;

  @BeforeEach
  void bobHasWritten() {
    documents.create(
        Texts.record(document(1), 0), List.of(new Grant(Grant.Kind.USER, "bob", Access.EDIT)));
    Participant person = new Participant("bob", "Bob", Set.of(), false);
    joined =
        member
            .editing()
            .join(
                new JoinRequest(document(1), "bob-1", person, Optional.empty(), Optional.empty()),
                bob);
    settle();
    write(1);
    assertEquals(List.of("committed 1"), bob.heard);
    bob.heard.clear();
  }

  @Test
  void nothingIsAcknowledgedAndNothingTakenForUndone() {
    map.silent = true;
    write(2);
    pass(9);
    assertEquals(List.of(), bob.heard, "what became of it is unknown: it is tried again");
    map.answerAll();
    pass(10);
    assertEquals(List.of("committed 2"), bob.heard);
    assertEquals(2, log.head(document(1)));
  }

  @Test
  void editsAreRefusedAtOnceWhenItHasNotAnsweredForLong() {
    map.silent = true;
    write(2);
    pass(40);
    assertEquals(List.of("refused 2 degraded"), bob.heard);
    write(2);
    pass(8);
    assertEquals(2, breaker.state(), "the one that was tried had no answer either");
    bob.heard.clear();
    int asked = map.asked;
    long leases = member.leases().taken();
    write(2);
    assertEquals(List.of("refused 2 degraded"), bob.heard);
    assertEquals(asked, map.asked);
    assertEquals(leases, member.leases().taken(), "nobody takes leases in vain");
  }

  @Test
  void whatWasRefusedIsTakenWhenItAnswersAgain() {
    map.silent = true;
    write(2);
    pass(40);
    map.answerAll();
    pass(5);
    bob.heard.clear();
    write(2);
    pass(5);
    assertEquals(List.of("committed 2"), bob.heard);
    assertEquals(0, breaker.state());
    assertEquals(2, log.head(document(1)));
  }

  @Test
  void whoIsNotLetThroughWhileAnotherIsTriedKeepsItsDocument() {
    map.silent = true;
    for (int i = 0; i < 3; i++) {
      breaker.install(document(9), 0, new SequencingEntry(1, 0, 0, 0));
    }
    pass(8);
    assertEquals(2, breaker.state());
    pass(3);
    breaker.install(document(9), 0, new SequencingEntry(1, 0, 0, 0));
    assertEquals(1, breaker.state());
    long leases = member.leases().taken();
    write(2);
    assertEquals(List.of("refused 2 degraded"), bob.heard);
    map.silent = false;
    map.answerAll();
    bob.heard.clear();
    write(2);
    pass(1);
    assertEquals(List.of("committed 2"), bob.heard);
    assertEquals(leases, member.leases().taken(), "nothing was in doubt");
    assertEquals(0, member.lanes().recoveries());
  }

  private void write(long sequence) {
    member.editing().submit(joined, sequence, sequence - 1, List.of(WordType.insert(0, "x")));
    settle();
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.millis += 1_000;
      breaker.look();
      member.tick();
      List<Runnable> due = List.copyOf(later);
      later.clear();
      due.forEach(Runnable::run);
      settle();
    }
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
            breaker,
            log,
            new InMemorySnapshotStore(),
            documents,
            new DocumentTypes(List.of(new WordType())),
            new MemberParts.Limits(
                LaneSettings.defaults(),
                RoomSettings.defaults(),
                new Committer.Settings(10, Duration.ZERO)),
            () -> 7,
            result -> {},
            InstantSource.system(),
            time,
            tasks::add,
            tasks::add,
            NoThreads.quarantine(),
            () -> false));
  }

  /** What is to be done later is done within the second. */
  private final class Clock implements Timer {
    private long millis;

    @Override
    public void after(Duration delay, Runnable action) {
      later.add(action);
    }

    @Override
    public long millis() {
      return millis;
    }
  }

  private static final class Ear extends Deaf {

    private final List<String> heard = new ArrayList<>();

    @Override
    public void committed(CommittedBatch batch) {
      batch.operations().forEach(each -> heard.add("committed " + each.name().sequence()));
    }

    @Override
    public void acknowledged(long sequence, long revision) {
      heard.add("acknowledged " + sequence);
    }

    @Override
    public void refused(long sequence, Refusal refusal) {
      heard.add("refused " + sequence + " " + refusal.code().code());
    }

    @Override
    public void closed(ErrorCode code, String reason) {
      heard.add("closed " + code.code());
    }
  }
}
