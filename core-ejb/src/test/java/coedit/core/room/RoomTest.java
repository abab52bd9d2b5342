package coedit.core.room;

import static coedit.core.fixture.Texts.name;
import static coedit.core.fixture.Texts.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LoadedDocument;
import coedit.core.service.ByteBudget;
import coedit.core.service.JoinRequest;
import coedit.core.service.JoinRequest.ResumePoint;
import coedit.core.service.Participant;
import coedit.core.service.Refusal;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.StoredSnapshot;
import coedit.spi.Submission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoomTest {

  private static final DocumentId DOCUMENT = Texts.document(1);
  private static final List<Grant> EDITABLE =
      List.of(new Grant(Grant.Kind.EVERYONE, "", Access.EDIT));

  private final FakeRoomHost host = new FakeRoomHost(RoomSettings.defaults());
  private final Room room = new Room(DOCUMENT, host, host.turns::add);

  /** A person with the document open, as the room sees them. */
  private final class Session {
    private final FakeSubscriber ear = new FakeSubscriber();
    private final RoomSubscription subscription;

    Session(Optional<ClientId> client, Optional<ResumePoint> resume) {
      this("alice", client, resume);
    }

    Session(String user, Optional<ClientId> client, Optional<ResumePoint> resume) {
      Participant alice = new Participant(user, user, Set.of(), false);
      JoinRequest request =
          new JoinRequest(DOCUMENT, "s" + System.identityHashCode(this), alice, client, resume);
      ear.revision = resume.map(ResumePoint::revision).orElse(0L);
      subscription = new RoomSubscription(room, request, ear, host.unsettledBytes);
      tell(new RoomMessage.Join(subscription));
    }

    void submits(long sequence, long base) {
      tell(new RoomMessage.Submit(subscription, sequence, base, List.of(WordType.insert(0, "x"))));
    }

    void submits(long sequence, Payload payload) {
      tell(new RoomMessage.Submit(subscription, sequence, 2, List.of(payload)));
    }

    void leaves() {
      tell(new RoomMessage.Leave(subscription));
    }
  }

  @Test
  void aJoiningSessionGetsTheSnapshotAndWhatFollows() {
    Session alice = join();
    loaded(3);
    assertEquals(3, alice.ear.revision);
    assertEquals(1, alice.ear.joined.orElseThrow().nextSequence());
    assertTrue(alice.ear.joined.orElseThrow().snapshot().isPresent());
    committed(4, 5);
    assertEquals(5, alice.ear.revision);
  }

  @Test
  void aResumingSessionGetsExactlyWhatItMissed() {
    join();
    loaded(5);
    Session back = resume(3);
    nothingNew();
    assertEquals(operations(4, 5), back.ear.joined.orElseThrow().tail());
    assertTrue(back.ear.joined.orElseThrow().snapshot().isEmpty());
  }

  @Test
  void gapsRepeatsAndReorderedOperationsAreMendedBeforeDelivery() {
    Session alice = join();
    loaded(2);
    committed(5, 5);
    assertEquals(2, alice.ear.revision);
    assertTrue(host.asked.contains("repair after 2"));
    committed(1, 3);
    assertEquals(3, alice.ear.revision);
    tell(new RoomMessage.Repaired(operations(3, 5), false));
    assertEquals(5, alice.ear.revision);
    committed(4, 6);
    assertEquals(6, alice.ear.revision);
  }

  @Test
  void aFailedRepairIsTriedAgain() {
    join();
    loaded(2);
    tell(new RoomMessage.HeadSeen(4));
    tell(new RoomMessage.NotRepaired(ErrorCode.DEGRADED, "the database is gone"));
    host.asked.clear();
    host.runTimers();
    assertEquals(List.of("repair after 2"), host.asked);
  }

  @Test
  void aRoomFarBehindReadsTheLogPageByPage() {
    Session alice = join();
    loaded(2);
    tell(new RoomMessage.HeadSeen(9));
    host.asked.clear();
    tell(new RoomMessage.Repaired(operations(3, 6), true));
    assertEquals(6, alice.ear.revision);
    assertEquals(List.of("repair after 6"), host.asked);
    tell(new RoomMessage.Repaired(operations(7, 9), false));
    assertEquals(9, alice.ear.revision);
  }

  @Test
  void aLogThatCannotBeReadEndsTheSessionsInsteadOfBeingAskedForEver() {
    Session alice = join();
    loaded(2);
    Session ahead = resume(4);
    host.asked.clear();
    tell(new RoomMessage.NotRepaired(ErrorCode.CORRUPT, "a checksum is wrong"));
    host.runTimers();
    assertEquals(Optional.of(ErrorCode.CORRUPT), alice.ear.closed);
    assertEquals(Optional.of(ErrorCode.CORRUPT), ahead.ear.closed);
    assertEquals(List.of(), host.asked);
    join();
    assertEquals(List.of("load"), host.asked);
  }

  @Test
  void aSessionThatFailsLeavesTheRoomAndDoesNotKeepItOpen() {
    Session alice = join();
    loaded(2);
    alice.ear.fails = true;
    committed(3, 3);
    assertEquals(Optional.of(ErrorCode.RESYNC), alice.ear.closed);
    tell(new RoomMessage.Tick(host.now));
    host.asked.clear();
    host.now += host.settings().idle().toMillis() + 1;
    tell(new RoomMessage.Tick(host.now));
    assertEquals(List.of("closing"), host.asked);
  }

  @Test
  void aSubmissionOfASessionThatIsNotLetInYetIsRefusedAloud() {
    Session alice = join();
    alice.submits(1, 0);
    assertEquals(List.of("refused 1 not-joined"), alice.ear.answers);
  }

  @Test
  void whatIsCommittedWhileLoadingIsRepairedAfterwards() {
    Session alice = join();
    committed(3, 4);
    loaded(2);
    assertTrue(host.asked.contains("repair after 2"), host.asked.toString());
    tell(new RoomMessage.Repaired(operations(3, 4), false));
    assertEquals(4, alice.ear.revision);
  }

  @Test
  void aSessionOfAnotherGenerationIsReset() {
    join();
    loaded(2);
    Session other = new Session(Optional.empty(), Optional.of(new ResumePoint(new UUID(1, 1), 1)));
    nothingNew();
    assertEquals(Optional.of(ErrorCode.GENERATION_CHANGED), other.ear.closed);
  }

  /** Who was told elsewhere that something is saved sees it, whichever server they come to. */
  @Test
  void aSessionThatJoinsAnewIsToldWhatTheLogHasByThen() {
    join();
    loaded(2);
    Session late = join();
    assertEquals(Optional.empty(), late.ear.joined);
    tell(new RoomMessage.Repaired(operations(3, 4), false));
    assertEquals(4, late.ear.joined.orElseThrow().head());
  }

  @Test
  void whileTheLogIsAwaySessionsAreToldWhatIsHere() {
    join();
    loaded(2);
    Session late = join();
    assertEquals(Optional.empty(), late.ear.joined);
    host.storeAway = true;
    tell(new RoomMessage.NotRepaired(ErrorCode.DEGRADED, "the database is gone"));
    assertEquals(2, late.ear.joined.orElseThrow().head());
    Session ahead = resume(4);
    Session later = join();
    assertEquals(2, later.ear.joined.orElseThrow().head());
    assertEquals(Optional.empty(), ahead.ear.joined);
    host.storeAway = false;
    tell(new RoomMessage.Repaired(operations(3, 4), false));
    assertEquals(Optional.empty(), ahead.ear.joined, "that read may have begun before");
    nothingNew();
    assertEquals(4, ahead.ear.joined.orElseThrow().head());
  }

  @Test
  void whoWaitsForAReadThatTakesAsLongAsTheStoreStandsStillIsToldWhatIsHere() {
    join();
    loaded(2);
    Session late = join();
    tell(new RoomMessage.Tick(host.now));
    assertEquals(Optional.empty(), late.ear.joined, "the read is under way");
    host.storeAway = true;
    tell(new RoomMessage.Tick(host.now));
    assertEquals(2, late.ear.joined.orElseThrow().head());
  }

  /** As when many wait for a connection: others may know more than is here. */
  @Test
  void whileReadsFailThoughTheStoreIsThereSessionsWaitAndNotForEver() {
    Session early = join();
    loaded(2);
    Session late = join();
    for (int failure = 1; failure < 5; failure++) {
      assertEquals(Optional.empty(), late.ear.closed);
      tell(new RoomMessage.NotRepaired(ErrorCode.DEGRADED, "all connections are in use"));
    }
    assertEquals(Optional.empty(), late.ear.joined);
    tell(new RoomMessage.NotRepaired(ErrorCode.DEGRADED, "all connections are in use"));
    assertEquals(Optional.of(ErrorCode.DEGRADED), late.ear.closed);
    assertEquals(Optional.empty(), early.ear.closed);
    nothingNew();
    Session next = join();
    nothingNew();
    assertEquals(2, next.ear.joined.orElseThrow().head());
  }

  @Test
  void aSessionAheadOfTheRoomWaitsForTheLog() {
    join();
    loaded(2);
    Session ahead = resume(4);
    assertEquals(Optional.empty(), ahead.ear.joined);
    tell(new RoomMessage.Repaired(operations(3, 5), false));
    assertEquals(operations(5, 5), ahead.ear.joined.orElseThrow().tail());
  }

  @Test
  void aSessionAheadOfTheStoreIsReset() {
    join();
    loaded(2);
    Session ahead = resume(9);
    tell(new RoomMessage.Repaired(List.of(), false));
    assertEquals(Optional.of(ErrorCode.GENERATION_CHANGED), ahead.ear.closed);
  }

  @Test
  void aRepairThatBeganBeforeAJoinDoesNotShowThatTheSessionIsAheadOfTheStore() {
    join();
    loaded(2);
    tell(new RoomMessage.HeadSeen(3));
    Session ahead = resume(4);
    tell(new RoomMessage.Repaired(operations(3, 3), false));
    assertEquals(Optional.empty(), ahead.ear.closed);
    tell(new RoomMessage.Repaired(operations(4, 4), false));
    assertTrue(ahead.ear.joined.isPresent());
  }

  @Test
  void aSnapshotThatCannotBeMadeTurnsTheSessionAwayInsteadOfTryingForEver() {
    join();
    loaded(2);
    committed(3, 500);
    Session late = join();
    nothingNew();
    assertEquals("rebase 0 by 500", host.asked.get(host.asked.size() - 1));
    int asked = host.asked.size();
    tell(new RoomMessage.Rebased(Optional.empty()));
    assertEquals(Optional.of(ErrorCode.DEGRADED), late.ear.closed);
    assertEquals(asked, host.asked.size());
  }

  @Test
  void theAuthorsOwnOperationInTheStreamSettlesIt() {
    Session alice = settledClient();
    alice.submits(3, 2);
    committed(3, 3);
    host.now += 10_000;
    tell(new RoomMessage.Tick(host.now));
    assertEquals(1, host.submitted.size());
  }

  @Test
  void whatStaysUnsettledIsSentAgainInOrder() {
    Session alice = settledClient();
    alice.submits(3, 2);
    alice.submits(4, 2);
    host.now += 3_000;
    tell(new RoomMessage.Tick(host.now));
    assertEquals(List.of(3L, 4L, 3L, 4L), sequences());
  }

  @Test
  void howeverManySubmissionsComeBackTheyAreSentAgainTogetherOnce() {
    Session alice = settledClient();
    for (int sequence = 3; sequence < 13; sequence++) {
      alice.submits(sequence, 2);
    }
    for (int sequence = 3; sequence < 13; sequence++) {
      settled(sequence, new Settlement.Retry());
    }
    host.submitted.clear();
    host.runTimers();
    assertEquals(10, host.submitted.size());
  }

  @Test
  void aRefusedSubmissionTakesThoseBuiltOnItAlong() {
    Session alice = settledClient();
    alice.submits(3, 2);
    alice.submits(4, 2);
    Refusal refusal = new Refusal(ErrorCode.INVALID_OPERATION, "past the end");
    settled(3, new Settlement.Refused(refusal));
    assertEquals(
        List.of("refused 3 invalid-operation", "refused 4 sequence-gap"), alice.ear.answers);
    alice.submits(3, 2);
    assertEquals(3, host.submitted.size());
    alice.submits(5, 2);
    assertTrue(alice.ear.answers.contains("refused 5 sequence-gap"));
  }

  @Test
  void aLateRefusalDoesNotHitTheOperationThatTookTheName() {
    Session alice = settledClient();
    alice.submits(3, 2);
    Refusal refusal = new Refusal(ErrorCode.INVALID_OPERATION, "past the end");
    settled(3, new Settlement.Refused(refusal));
    alice.submits(3, WordType.insert(0, "mended"));
    settled(3, new Settlement.Refused(refusal));
    assertEquals(1, alice.ear.answers.size());
    assertEquals(1, alice.subscription.inFlight());
  }

  @Test
  void aDuplicateAheadOfTheRoomIsAnsweredByItsDelivery() {
    Session alice = settledClient();
    alice.submits(3, 2);
    settled(3, new Settlement.Duplicate(3, 3));
    assertTrue(alice.ear.answers.isEmpty());
    assertTrue(host.asked.contains("repair after 2"));
    alice.submits(3, 2);
    tell(new RoomMessage.Repaired(operations(3, 3), false));
    alice.submits(3, 2);
    settled(3, new Settlement.Duplicate(3, 3));
    assertEquals(List.of("acknowledged 3 at 3"), alice.ear.answers);
  }

  @Test
  void anAnswerForAnEarlierSubscriptionOfTheClientDoesNoHarm() {
    Session first = settledClient();
    first.submits(3, 2);
    Session second = resumeAs(1, 2);
    nothingNew();
    settled(3, new Settlement.NoChange(3));
    assertTrue(second.ear.answers.isEmpty());
    first.leaves();
    second.submits(3, 2);
    committed(3, 3);
    assertEquals(3, second.ear.revision);
    assertEquals(0, second.subscription.inFlight());
  }

  @Test
  void aRevokedRightClosesTheSession() {
    Session alice = settledClient();
    tell(new RoomMessage.AccessChanged(2));
    tell(new RoomMessage.Granted(2, Optional.of(List.of())));
    assertEquals(Optional.of(ErrorCode.NOT_FOUND), alice.ear.closed);
  }

  @Test
  void aSecondChangeOfGrantsWhileTheyAreReadIsReadToo() {
    Session alice = settledClient();
    tell(new RoomMessage.AccessChanged(2));
    tell(new RoomMessage.AccessChanged(3));
    tell(new RoomMessage.Granted(2, Optional.of(EDITABLE)));
    assertEquals(2, host.asked.stream().filter("grants"::equals).count());
    tell(new RoomMessage.Granted(3, Optional.of(List.of())));
    assertEquals(Optional.of(ErrorCode.NOT_FOUND), alice.ear.closed);
  }

  @Test
  void grantsThatChangeWhileTheDocumentIsLoadedAreReadAgain() {
    join();
    tell(new RoomMessage.AccessChanged(2));
    loaded(1);
    assertTrue(host.asked.contains("grants"));
  }

  @Test
  void aDeletedDocumentIsClosedAndNotJoinedAgainFromMemory() {
    Session alice = settledClient();
    tell(new RoomMessage.AccessChanged(Long.MAX_VALUE));
    tell(new RoomMessage.Granted(Long.MAX_VALUE, Optional.empty()));
    assertEquals(Optional.of(ErrorCode.NOT_FOUND), alice.ear.closed);
    host.asked.clear();
    Session late = join();
    assertEquals(List.of("load"), host.asked);
    tell(new RoomMessage.NotLoaded(ErrorCode.NOT_FOUND, "there is no such document"));
    assertEquals(Optional.of(ErrorCode.NOT_FOUND), late.ear.closed);
  }

  @Test
  void somebodyElsesClientIdIsRefused() {
    join();
    loaded(2);
    Participant mallory = new Participant("mallory", "M", Set.of(), false);
    FakeSubscriber ear = new FakeSubscriber();
    JoinRequest request =
        new JoinRequest(DOCUMENT, "m", mallory, Optional.of(new ClientId(1)), Optional.empty());
    tell(new RoomMessage.Join(new RoomSubscription(room, request, ear, host.unsettledBytes)));
    nothingNew();
    assertEquals(Optional.of(ErrorCode.FORBIDDEN), ear.closed);
  }

  @Test
  void nothingIsSentOnForASessionThatMayOnlyView() {
    Session alice = join();
    loaded(0, List.of(new Grant(Grant.Kind.USER, "alice", Access.COMMENT)));
    alice.submits(1, 0);
    assertEquals(List.of("refused 1 forbidden"), alice.ear.answers);
    assertTrue(host.submitted.isEmpty());
  }

  @Test
  void aWordReachesEverybodyElseHereAndElsewhere() {
    Session alice = join();
    Session here = join();
    tell(new RoomMessage.Word(alice.subscription, Payload.ofUtf8("too early")));
    loaded(2);
    nothingNew();
    tell(new RoomMessage.Word(alice.subscription, Payload.ofUtf8("one")));
    tell(new RoomMessage.WordElsewhere(Payload.ofUtf8("two")));
    assertEquals(List.of("said one", "said two"), here.ear.answers);
    assertEquals(List.of("said two"), alice.ear.answers);
    assertTrue(host.asked.contains("share word one"));
    assertFalse(host.asked.contains("share word two"));
    alice.leaves();
    tell(new RoomMessage.Word(alice.subscription, Payload.ofUtf8("too late")));
    assertEquals(2, here.ear.answers.size());
  }

  @Test
  void nobodyHearsAWordOfWhoMayOnlyView() {
    Session alice = join();
    Session other = join();
    loaded(2, List.of(new Grant(Grant.Kind.EVERYONE, "", Access.COMMENT)));
    nothingNew();
    tell(new RoomMessage.Word(alice.subscription, Payload.ofUtf8("do this")));
    assertEquals(List.of(), other.ear.answers);
    assertFalse(host.asked.contains("share word do this"));
  }

  @Test
  void whoIsShownInOtherGroupsMayDoWhatTheseMayFromThenOn() {
    Session alice = join();
    Session other = join();
    Grant group = new Grant(Grant.Kind.GROUP, "editors", Access.EDIT);
    loaded(2, List.of(new Grant(Grant.Kind.EVERYONE, "", Access.VIEW), group));
    nothingNew();
    Participant editor = new Participant("alice", "Alice", Set.of("editors"), false);
    tell(new RoomMessage.ShownAs(alice.subscription, editor));
    assertEquals(Optional.of(ErrorCode.RESYNC), alice.ear.closed, "joins again, with more rights");
    assertEquals(Optional.empty(), other.ear.closed);
    tell(new RoomMessage.ShownAs(other.subscription, other.subscription.request().participant()));
    assertEquals(Optional.empty(), other.ear.closed, "may do what she might");
    tell(new RoomMessage.Granted(9, Optional.of(List.of(group))));
    assertEquals(Optional.of(ErrorCode.NOT_FOUND), other.ear.closed);
  }

  @Test
  void whoIsShownInOtherGroupsBeforeTheDocumentIsThereIsLetInAsThat() {
    Session alice = join();
    Participant reader = new Participant("alice", "Alice", Set.of("readers"), false);
    tell(new RoomMessage.ShownAs(alice.subscription, reader));
    loaded(2, List.of(new Grant(Grant.Kind.GROUP, "readers", Access.VIEW)));
    assertEquals(Optional.empty(), alice.ear.closed);
    assertTrue(alice.subscription.isJoined());
  }

  @Test
  void nothingIsSentOnThatSkipsASequenceOrBuildsOnTheFuture() {
    Session alice = settledClient();
    alice.submits(4, 2);
    alice.submits(3, 3);
    assertEquals(List.of("refused 4 sequence-gap", "refused 3 invalid-base"), alice.ear.answers);
    assertFalse(host.submitted.stream().findAny().isPresent());
  }

  /** The log holds nothing more than the room. */
  private void nothingNew() {
    tell(new RoomMessage.Repaired(List.of(), false));
  }

  private Session join() {
    return new Session(Optional.empty(), Optional.empty());
  }

  private Session resume(long revision) {
    return new Session(
        Optional.empty(), Optional.of(new ResumePoint(FakeRoomHost.GENERATION, revision)));
  }

  private Session resumeAs(long client, long revision) {
    return new Session(
        Optional.of(new ClientId(client)),
        Optional.of(new ResumePoint(FakeRoomHost.GENERATION, revision)));
  }

  /** Client 1, which has sent the two operations there are. */
  private Session settledClient() {
    Session alice = new Session(Optional.of(new ClientId(1)), Optional.empty());
    loaded(2);
    return alice;
  }

  private void loaded(long head) {
    loaded(head, EDITABLE);
  }

  private void loaded(long head, List<Grant> grants) {
    StoredSnapshot none = new StoredSnapshot(new Snapshot(0, 0, Payload.ofUtf8("")), Map.of());
    LoadedDocument content =
        new LoadedDocument(Texts.record(DOCUMENT, 0), none, operations(1, head));
    tell(new RoomMessage.Loaded(content, new WordType(), grants));
  }

  private void committed(long from, long to) {
    tell(new RoomMessage.Committed(operations(from, to)));
  }

  private void settled(long sequence, Settlement settlement) {
    int digest = WordType.insert(0, "x").checksum();
    tell(
        new RoomMessage.Settled(
            new ClusterMessage.Settled(DOCUMENT, name(1, sequence), digest, settlement)));
  }

  private void tell(RoomMessage message) {
    room.tell(message);
    host.run();
  }

  private List<Long> sequences() {
    return host.submitted.stream().map(Submission::first).map(n -> n.sequence()).toList();
  }

  /** Nobody had heard yet of what Alice had written under it elsewhere. */
  @Test
  void whoIsHereUnderAnothersClientIdIsEndedWhenItIsKnown() {
    Optional<ClientId> alices = Optional.of(new ClientId(7));
    Session bob = new Session("bob", alices, Optional.empty());
    loaded(2);
    assertTrue(bob.ear.joined.isPresent());
    tell(new RoomMessage.Committed(List.of(Texts.operation(3, 7, 1))));
    assertEquals(Optional.of(ErrorCode.FORBIDDEN), bob.ear.closed);
  }

  @Test
  void whileItIsNotKnownWhoseAClientIdIsWhoComesSecondJoinsAgain() {
    Optional<ClientId> either = Optional.of(new ClientId(7));
    Session bob = new Session("bob", either, Optional.empty());
    loaded(2);
    Session alice = new Session("alice", either, Optional.empty());
    nothingNew();
    assertEquals(Optional.of(ErrorCode.RESYNC), alice.ear.closed);
    assertEquals(Optional.empty(), bob.ear.closed);
    bob.leaves();
    Session again = new Session("alice", either, Optional.empty());
    nothingNew();
    assertTrue(again.ear.joined.isPresent());
  }

  /** INV-12. */
  @Test
  void whatWaitsOnAServerHasABoundForAUserAndForAllTogether() {
    host.unsettledBytes = new ByteBudget(80);
    Session alice = settledClient();
    alice.submits(3, Payload.ofUtf8("12345678"));
    assertEquals(8, host.unsettledBytes.taken());
    alice.submits(4, Payload.ofUtf8("123"));
    assertEquals(List.of("refused 4 busy"), alice.ear.answers);
    assertEquals(List.of(3L), sequences());
    committed(3, 3);
    assertEquals(0, host.unsettledBytes.taken());
    alice.submits(4, Payload.ofUtf8("123"));
    assertEquals(3, host.unsettledBytes.taken());
    alice.leaves();
    assertEquals(0, host.unsettledBytes.taken());
  }
}
