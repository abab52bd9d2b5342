package coedit.core.room;

import static coedit.core.fixture.GatherType.words;
import static coedit.core.fixture.Texts.operation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.fixture.GatherType;
import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Texts;
import coedit.core.lane.DocumentLoader;
import coedit.core.lane.LoadedDocument;
import coedit.core.lane.Replaying;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.SyncAnswer;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.StoredSnapshot;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions of a document that gathers words: what they know decides what they are told. */
class SyncingTest {

  private static final DocumentId DOCUMENT = Texts.document(1);
  private static final Payload NOTHING = words();

  private final FakeRoomHost host = new FakeRoomHost(RoomSettings.defaults());
  private final Room room = new Room(DOCUMENT, host, host.turns::add);
  private final DocumentLoader store =
      new DocumentLoader(
          new InMemoryDocumentStore(), new InMemorySnapshotStore(), new InMemoryOperationLog(1));
  private final Replaying replaying = NoThreads.quarantine().replaying(DOCUMENT, () -> {});
  private Access everyone = Access.EDIT;

  /** A session, and what it hears. */
  private final class Session {
    private final FakeSubscriber ear = new FakeSubscriber();
    private final List<SyncAnswer> answers = new ArrayList<>();
    private final List<PresenceChange> seen = new ArrayList<>();
    private final RoomSubscription subscription;

    Session(String name, Payload version) {
      this(JoinRequest.synced(DOCUMENT, name, person(name), GatherType.DIALECT, version));
    }

    Session(JoinRequest request) {
      subscription = new RoomSubscription(room, request, new Listening(), host.unsettledBytes);
      tell(new RoomMessage.Join(subscription));
    }

    Joined joined() {
      return ear.joined.orElseThrow();
    }

    void submits(long sequence, String... words) {
      tell(new RoomMessage.Submit(subscription, sequence, 0, List.of(words(words))));
    }

    /** Notes what a fake subscriber does not. */
    private final class Listening implements coedit.core.service.Subscriber {
      @Override
      public void joined(Joined joined) {
        ear.joined(joined);
      }

      @Override
      public void committed(coedit.core.service.CommittedBatch batch) {
        ear.committed(batch);
      }

      @Override
      public void synced(SyncAnswer answer, List<Operation> tail) {
        answers.add(answer);
      }

      @Override
      public void acknowledged(long sequence, long revision) {
        ear.acknowledged(sequence, revision);
      }

      @Override
      public void refused(long sequence, coedit.core.service.Refusal refusal) {
        ear.refused(sequence, refusal);
      }

      @Override
      public void presence(List<PresenceChange> changes) {
        seen.addAll(changes);
      }

      @Override
      public void closed(ErrorCode code, String reason) {
        ear.closed(code, reason);
      }
    }
  }

  @Test
  void aJoiningSessionIsToldWhatItsVersionLacks() {
    Session alice = new Session("alice", words("a"));
    loaded("a", "b", "c");
    looks();
    assertEquals(Optional.empty(), alice.joined().snapshot());
    assertEquals(
        new SyncAnswer(3, words("b", "c"), words("a", "b", "c")),
        alice.joined().sync().orElseThrow());
    assertEquals(3, alice.joined().head());
  }

  @Test
  void manyWhoKnowNothingCostOneLookAndHearWhatCameSinceBesideIt() {
    Session alice = new Session("alice", NOTHING);
    Session bob = new Session("bob", NOTHING);
    loaded("a");
    nothingNew();
    looks();
    assertEquals(alice.joined().sync(), bob.joined().sync());
    committed(2, "b");
    Session carol = new Session("carol", NOTHING);
    nothingNew();
    assertEquals(alice.joined().sync(), carol.joined().sync());
    assertEquals(
        List.of(words("b")), carol.joined().tail().stream().map(Operation::payload).toList());
    assertEquals(1, host.asked.stream().filter(what -> what.startsWith("sync")).count());
  }

  /** While the log is read for it, what it lacks is not looked up again and again. */
  @Test
  void whoWaitsForTheLogIsLookedUpOnceThatIsRead() {
    new Session("alice", NOTHING);
    loaded("a");
    looks();
    committed(2, "b");
    Session bob = new Session("bob", words("a"));
    tell(new RoomMessage.Tick(host.now));
    assertEquals(1, host.asked.stream().filter(what -> what.startsWith("sync")).count());
    nothingNew();
    looks();
    assertEquals(words("b"), bob.joined().sync().orElseThrow().update());
    assertEquals(2, host.asked.stream().filter(what -> what.startsWith("sync")).count());
  }

  /** Each of these answers is a whole document: neither many at once nor for later. */
  @Test
  void largeAnswersAreLookedUpOneAfterTheOtherAndNotKept() {
    Session first = new Session("zoe", words("w"));
    String large = "a".repeat((int) SyncWork.MOST_BYTES);
    StoredSnapshot stored = new StoredSnapshot(new Snapshot(1, 1, words(large)), Map.of());
    tell(
        new RoomMessage.Loaded(
            new LoadedDocument(Texts.record(DOCUMENT, 0, GatherType.ID), stored, List.of()),
            new GatherType(),
            List.of(new Grant(Grant.Kind.EVERYONE, "", everyone))));
    looks();
    assertTrue(first.ear.joined.isPresent());
    List<Session> all =
        List.of(
            new Session("alice", words("x")),
            new Session("bob", words("y")),
            new Session("carol", words("z")));
    nothingNew();
    nothingNew();
    looks();
    all.forEach(each -> assertEquals(words(large), each.joined().sync().orElseThrow().update()));
    new Session("dave", words("x"));
    nothingNew();
    assertEquals(
        List.of("sync 1 at 1", "sync 1 at 1", "sync 2 at 1", "sync 1 at 1", "sync 1 at 1"),
        host.asked.stream().filter(what -> what.startsWith("sync")).toList());
  }

  /** A look at a large document takes a while, in which many others may type. */
  @Test
  void whoWaitedForALookIsToldWhatItFoundHoweverMuchCameMeanwhile() {
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    RoomMessage.Synced found = host.syncs.remove().run(store, replaying);
    int head = 10 + host.settings().joinTail();
    for (int revision = 2; revision <= head; revision++) {
      committed(revision, "w" + revision);
    }
    tell(found);
    assertEquals(head - 1, alice.joined().tail().size());
    Session bob = new Session("bob", NOTHING);
    nothingNew();
    assertTrue(bob.ear.joined.isEmpty(), "an answer that old is not kept for others");
    looks();
    assertEquals(List.of(), bob.joined().tail());
  }

  @Test
  void aSessionMayAskAgain() {
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    looks();
    committed(2, "b");
    tell(new RoomMessage.Sync(alice.subscription, words("a")));
    looks();
    assertEquals(List.of(new SyncAnswer(2, words("b"), words("a", "b"))), alice.answers);
  }

  @Test
  void whatIsNoVersionEndsOnlyWhoSentIt() {
    Session mallory = new Session("mallory", Payload.ofUtf8("?"));
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    nothingNew();
    looks();
    assertEquals(Optional.of(ErrorCode.INVALID_OPERATION), mallory.ear.closed);
    assertTrue(alice.ear.joined.isPresent());
    tell(new RoomMessage.Sync(alice.subscription, Payload.ofUtf8("?")));
    looks();
    assertEquals(Optional.of(ErrorCode.INVALID_OPERATION), alice.ear.closed);
  }

  @Test
  void aDocumentOfAnotherDialectIsNotJoined() {
    Session alice =
        new Session(
            new JoinRequest(DOCUMENT, "s", person("alice"), Optional.empty(), Optional.empty()));
    loaded("a");
    assertEquals(Optional.of(ErrorCode.UNSUPPORTED_VERSION), alice.ear.closed);
  }

  @Test
  void whoMayOnlyViewIsToldWhetherWhatTheySentIsThereAlready() {
    everyone = Access.VIEW;
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    looks();
    alice.submits(1, "a");
    looks();
    alice.submits(2, "b");
    looks();
    assertEquals(List.of("acknowledged 1 at 0", "refused 2 forbidden"), alice.ear.answers);
    assertEquals(List.of(), host.submitted);
  }

  @Test
  void aMergingSubmissionMaySkipNumbersAndIsAloneUnderWay() {
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    looks();
    alice.submits(5, "b");
    alice.submits(6, "c");
    assertEquals(List.of("refused 6 busy"), alice.ear.answers);
    Submission first = host.submitted.get(0);
    assertEquals(5, first.first().sequence());
    tell(
        new RoomMessage.Settled(
            new ClusterMessage.Settled(
                DOCUMENT, first.first(), first.digest(), new Settlement.NoChange(5))));
    alice.submits(7, "c");
    assertEquals(List.of("refused 6 busy", "acknowledged 5 at 0"), alice.ear.answers);
    assertEquals(2, host.submitted.size());
  }

  /** Otherwise it would be told when the submission is sent again, two seconds later. */
  @Test
  void anAnswerThatOvertakesWhatItRestsOnIsToldWithThat() {
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    looks();
    List<Payload> newsAndNone = List.of(words("b"), words("a"));
    tell(new RoomMessage.Submit(alice.subscription, 5, 1, newsAndNone));
    Submission sent = host.submitted.get(0);
    tell(
        new RoomMessage.Settled(
            new ClusterMessage.Settled(
                DOCUMENT, sent.first(), sent.digest(), new Settlement.Duplicate(6, 2))));
    assertEquals(List.of(), alice.ear.answers);
    long client = sent.first().client().value();
    tell(new RoomMessage.Committed(List.of(operation(2, client, 5, words("b")))));
    assertEquals(List.of("acknowledged 6 at 2"), alice.ear.answers);
    assertEquals(0, alice.subscription.inFlight());
  }

  @Test
  void aFailedLookSendsWhoWaitedAwayAndLeavesTheOthers() {
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    looks();
    Session bob = new Session("bob", words("x"));
    nothingNew();
    tell(new RoomMessage.NotSynced(ErrorCode.DEGRADED, "away"));
    assertEquals(Optional.of(ErrorCode.DEGRADED), bob.ear.closed);
    assertEquals(Optional.empty(), alice.ear.closed);
    new Session("bob", words("x"));
    nothingNew();
    assertEquals("sync 1 at 1", host.asked.get(host.asked.size() - 1));
  }

  @Test
  void anIdleStateIsDroppedAndReadAgain() {
    Session alice = new Session("alice", NOTHING);
    loaded("a");
    looks();
    host.now += host.settings().idle().toMillis() + 1;
    tell(new RoomMessage.Tick(host.now));
    tell(new RoomMessage.Sync(alice.subscription, NOTHING));
    SyncWork again = host.syncs.remove();
    assertEquals(null, again.start());
    assertEquals(1, again.operations().size());
  }

  @Test
  void aSessionOfAnotherDialectIsSeenOnceItHasSaidSomething() {
    Session alice = new Session("alice", NOTHING);
    Session bob = new Session("bob", NOTHING);
    loaded("a");
    nothingNew();
    looks();
    host.runTimers();
    assertEquals(List.of(), bob.seen);
    Payload here = Payload.wrap(new byte[] {1, 2});
    tell(new RoomMessage.Presence(alice.subscription, Optional.of(here)));
    host.runTimers();
    tell(new RoomMessage.Presence(alice.subscription, Optional.empty()));
    host.runTimers();
    assertEquals(
        List.of(Optional.of(here), Optional.empty()),
        bob.seen.stream().map(PresenceChange::state).toList());
  }

  private static Participant person(String name) {
    return new Participant(name, name, Set.of(), false);
  }

  private void loaded(String... words) {
    List<Operation> operations = new ArrayList<>();
    for (String word : words) {
      operations.add(operation(operations.size() + 1L, 1, operations.size() + 1L, words(word)));
    }
    StoredSnapshot empty = new StoredSnapshot(new Snapshot(0, 1, words()), Map.of());
    tell(
        new RoomMessage.Loaded(
            new LoadedDocument(Texts.record(DOCUMENT, 0, GatherType.ID), empty, operations),
            new GatherType(),
            List.of(new Grant(Grant.Kind.EVERYONE, "", everyone))));
  }

  private void committed(long revision, String word) {
    tell(new RoomMessage.Committed(List.of(operation(revision, 1, revision, words(word)))));
  }

  /** The log holds nothing more than the room. */
  private void nothingNew() {
    tell(new RoomMessage.Repaired(List.of(), false));
  }

  /** Does what the room wants to have looked up. */
  private void looks() {
    while (!host.syncs.isEmpty()) {
      tell(host.syncs.remove().run(store, replaying));
    }
  }

  private void tell(RoomMessage message) {
    room.tell(message);
    host.run();
  }
}
