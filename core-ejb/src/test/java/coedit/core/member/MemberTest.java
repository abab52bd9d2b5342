package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.LocalCluster;
import coedit.core.cluster.MemberId;
import coedit.core.commit.Committer;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LaneSettings;
import coedit.core.lane.Quarantine;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.sequence.LocalSequencingMap;
import coedit.core.service.CommittedBatch;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
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
    Member cutOff = member(new CutOff());
    join(cutOff);
    documents.replaceGrants(document(1), List.of());
    cutOff.seldomTick();
    settle();
    assertEquals(List.of("joined", "closed not-found"), bob.heard);
  }

  @Test
  void aServerThatStandsAloneNeedNotAsk() {
    Member alone = member(new LocalCluster());
    join(alone);
    documents.replaceGrants(document(1), List.of());
    alone.seldomTick();
    settle();
    assertEquals(List.of("joined"), bob.heard, "whoever changed it here has said so");
    alone.feed().accessChanged(document(1), 2);
    settle();
    assertEquals(List.of("joined", "closed not-found"), bob.heard);
  }

  private void join(Member member) {
    Participant person = new Participant("bob", "Bob", Set.of(), false);
    member
        .editing()
        .join(
            new JoinRequest(document(1), "bob-1", person, Optional.empty(), Optional.empty()), bob);
    settle();
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
            new Quarantine(Duration.ofDays(1), new NoThreads(), () -> 0)));
  }

  /** Nothing takes long here. */
  private static final class NoThreads implements Quarantine.Threads {

    @Override
    public void lostOne() {
      throw new IllegalStateException();
    }

    @Override
    public void foundOne() {
      throw new IllegalStateException();
    }
  }

  /** A cluster of which no other member is in sight. */
  private static final class CutOff implements Cluster {

    private static final MemberId SELF = new MemberId("this");

    @Override
    public MemberId self() {
      return SELF;
    }

    @Override
    public Set<MemberId> members() {
      return Set.of(SELF);
    }

    @Override
    public boolean standsAlone() {
      return false;
    }

    @Override
    public MemberId ownerOf(int shard) {
      return SELF;
    }

    @Override
    public void send(MemberId to, ClusterMessage message) {}

    @Override
    public boolean hasQuorum() {
      return false;
    }

    @Override
    public void listen(Listener listener) {}
  }

  private static final class Ear implements Subscriber {

    private final List<String> heard = new ArrayList<>();

    @Override
    public void joined(Joined joined) {
      heard.add("joined");
    }

    @Override
    public void committed(CommittedBatch batch) {}

    @Override
    public void acknowledged(long sequence, long revision) {}

    @Override
    public void refused(long sequence, Refusal refusal) {}

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      heard.add("closed " + code.code());
    }
  }
}
