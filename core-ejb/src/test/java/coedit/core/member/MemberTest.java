package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.LocalCluster;
import coedit.core.commit.Committer;
import coedit.core.fixture.Deaf;
import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Sight;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.sequence.LocalSequencingMap;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.Refusal;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.persistence.Samples;
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

class MemberTest {

  private static final List<Grant> BOB_VIEWS =
      List.of(new Grant(Grant.Kind.USER, "bob", Access.VIEW));

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
  private final Ear bob = new Ear();

  @BeforeEach
  void aDocumentThatBobViews() {
    documents.create(Texts.record(document(1), 0), BOB_VIEWS);
  }

  @Test
  void whoSeesNoOtherMemberLearnsAllTheSameThatARightWasTakenAwayAtOne() {
    Sight alone = new Sight();
    alone.quorum = false;
    Member cutOff = member(alone);
    join(cutOff);
    Samples.replaceGrants(documents, document(1), List.of());
    cutOff.seldomTick();
    settle();
    assertEquals(List.of("joined", "closed not-found"), bob.heard);
  }

  /** The larger part may be writing the same document. */
  @Test
  void whoSeesTheSmallerPartOfTheMembersReadsOnAndTakesNoEdits() {
    Sight cut = new Sight();
    cut.quorum = false;
    Samples.replaceGrants(
        documents, document(1), List.of(new Grant(Grant.Kind.USER, "bob", Access.EDIT)));
    Member smaller = member(cut);
    Subscription writer = join(smaller);
    submit(smaller, writer, 1);
    smaller.tick();
    settle();
    assertEquals(List.of("joined", "refused degraded"), bob.heard);
    assertEquals(0, smaller.lanes().size(), "nothing is opened for what is refused");
    cut.quorum = true;
    submit(smaller, writer, 1);
    smaller.tick();
    settle();
    smaller.tick();
    assertEquals(1, smaller.lanes().load().pending(), "it waits for the committing loop");
    assertEquals(List.of("joined", "refused degraded"), bob.heard);
  }

  private void submit(Member member, Subscription writer, long sequence) {
    member.editing().submit(writer, sequence, 0, List.of(WordType.insert(0, "x")));
    settle();
  }

  @Test
  void aServerThatStandsAloneNeedNotAsk() {
    Member alone = member(new LocalCluster());
    join(alone);
    Samples.replaceGrants(documents, document(1), List.of());
    alone.seldomTick();
    settle();
    assertEquals(List.of("joined"), bob.heard, "whoever changed it here has said so");
    alone.feed().accessChanged(document(1), 2);
    settle();
    assertEquals(List.of("joined", "closed not-found"), bob.heard);
  }

  @Test
  void aRoomThatDoesNotComeBackHidesNothingOfTheOthers() {
    documents.create(Texts.record(document(2), 0), BOB_VIEWS);
    Member alone = member(new LocalCluster());
    join(alone);
    join(alone, document(2));
    alone.tick();
    Runnable stuck = tasks.remove();
    settle();
    alone.tick();
    assertEquals(1, alone.rooms().load().sessions());
    stuck.run();
    settle();
    alone.tick();
    assertEquals(2, alone.rooms().load().sessions());
  }

  @Test
  void aLaneThatDoesNotComeBackHidesNothingOfTheOthers() {
    documents.create(Texts.record(document(2), 0), BOB_VIEWS);
    Member alone = member(new LocalCluster());
    submit(alone, document(1));
    Runnable stuck = tasks.remove();
    submit(alone, document(2));
    settle();
    alone.tick();
    assertEquals(1, alone.lanes().load().pending(), "it waits for the committing loop");
    stuck.run();
    settle();
    alone.tick();
    assertEquals(2, alone.lanes().load().pending());
  }

  private static void submit(Member member, DocumentId document) {
    member.lanes().submit(document, Texts.submission(7, 1, 0, "x"), 1);
  }

  private Subscription join(Member member) {
    return join(member, document(1));
  }

  private Subscription join(Member member, DocumentId document) {
    Participant person = new Participant("bob", "Bob", Set.of(), false);
    JoinRequest request =
        new JoinRequest(document, "bob-1", person, Optional.empty(), Optional.empty());
    Subscription joined = member.editing().join(request, bob);
    settle();
    return joined;
  }

  private void settle() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private Member member(Cluster cluster) {
    return new Member(
        new MemberParts(
            "this",
            new StoreIdentity(new UUID(0, 1), new UUID(0, 2), 1),
            cluster,
            new LocalSequencingMap(),
            new InMemoryOperationLog(1),
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
            (delay, action) -> {},
            tasks::add,
            tasks::add,
            NoThreads.quarantine(),
            () -> false));
  }

  private static final class Ear extends Deaf {

    private final List<String> heard = new ArrayList<>();

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
