package coedit.core.room;

import static coedit.core.fixture.Texts.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LoadedDocument;
import coedit.core.service.JoinRequest;
import coedit.core.service.Participant;
import coedit.model.Access;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Grant;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.StoredSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparingTest {

  private static final DocumentId DOCUMENT = Texts.document(1);
  private static final Payload STATE = Payload.ofUtf8("\"abc\"");
  private static final String RIGHT = Comparing.checksum(STATE);
  private static final String WRONG = "00000000";

  private final FakeRoomHost host = new FakeRoomHost(RoomSettings.defaults());
  private final Room room = new Room(DOCUMENT, host, host.turns::add);
  private final FakeSubscriber alicesEar = new FakeSubscriber();
  private final FakeSubscriber bobsEar = new FakeSubscriber();
  private final RoomSubscription alice = join("alice", alicesEar);
  private final RoomSubscription bob = join("bob", bobsEar);

  ComparingTest() {
    List<Grant> everyone = List.of(new Grant(Grant.Kind.EVERYONE, "", Access.EDIT));
    StoredSnapshot none = new StoredSnapshot(new Snapshot(0, 0, Payload.ofUtf8("")), Map.of());
    LoadedDocument content = new LoadedDocument(Texts.record(DOCUMENT, 0), none, operations(1, 4));
    tell(new RoomMessage.Loaded(content, new WordType(), everyone));
    tell(new RoomMessage.Repaired(List.of(), false));
    host.asked.clear();
  }

  /** The value that every other implementation has for these bytes. */
  @Test
  void theChecksumIsTheWellKnownCrc32() {
    assertEquals("cbf43926", Comparing.checksum(Payload.ofUtf8("123456789")));
    assertEquals("00000000", Comparing.checksum(Payload.ofUtf8("")));
  }

  @Test
  void aStateThatIsTheStoresIsLeftAlone() {
    says(alice, 4, RIGHT);
    tick();
    assertEquals(List.of("rebase 0 by 4"), host.asked);
    replayed(4);
    tick();
    assertEquals(Optional.empty(), alicesEar.closed);
    assertEquals(List.of("rebase 0 by 4"), host.asked);
  }

  @Test
  void aStateThatIsAnotherStartsOverAndIsReportedAndNobodyElseNotices() {
    says(alice, 4, WRONG);
    says(bob, 4, RIGHT);
    tick();
    replayed(4);
    tick();
    assertEquals(Optional.of(ErrorCode.DIVERGED), alicesEar.closed);
    assertEquals(Optional.empty(), bobsEar.closed);
    assertFalse(alice.isJoined());
    assertTrue(bob.isJoined());
    assertEquals(List.of("rebase 0 by 4", "diverged word"), host.asked);
  }

  /** The document has moved on meanwhile: the revision that was claimed is what is replayed. */
  @Test
  void whatOthersWriteMeanwhileIsNoDifference() {
    says(alice, 4, WRONG);
    tell(new RoomMessage.Committed(operations(5, 6)));
    tick();
    assertEquals(List.of("rebase 0 by 4"), host.asked);
    replayed(4);
    tick();
    assertEquals(Optional.of(ErrorCode.DIVERGED), alicesEar.closed);
  }

  @Test
  void ofARevisionThatTheBaseHasPassedOrThatIsNotYetNothingIsSaid() {
    replayed(4);
    says(alice, 3, WRONG);
    says(bob, 5, WRONG);
    tick();
    assertEquals(List.of(), host.asked);
    assertEquals(Optional.empty(), alicesEar.closed);
    assertEquals(Optional.empty(), bobsEar.closed);
  }

  @Test
  void aFloodCostsOneReplayATick() {
    for (int i = 0; i < 1_000; i++) {
      says(alice, i % 5, WRONG);
      says(bob, 2, WRONG);
    }
    tick();
    tick();
    assertEquals(List.of("rebase 0 by 2"), host.asked);
    replayed(2);
    tick();
    assertEquals(List.of("rebase 0 by 2", "diverged word", "rebase 2 by 2"), host.asked);
  }

  @Test
  void aReplayThatFailsSaysNothing() {
    says(alice, 4, WRONG);
    tick();
    tell(new RoomMessage.Rebased(Optional.empty()));
    tick();
    assertEquals(Optional.empty(), alicesEar.closed);
    assertEquals(List.of("rebase 0 by 4"), host.asked);
  }

  @Test
  void whoHasLeftIsNotJudged() {
    says(alice, 4, WRONG);
    tell(new RoomMessage.Leave(alice));
    tick();
    assertEquals(List.of(), host.asked);
  }

  private RoomSubscription join(String user, FakeSubscriber ear) {
    Participant who = new Participant(user, user, Set.of(), false);
    JoinRequest request = new JoinRequest(DOCUMENT, user, who, Optional.empty(), Optional.empty());
    RoomSubscription made = new RoomSubscription(room, request, ear, host.unsettledBytes);
    tell(new RoomMessage.Join(made));
    return made;
  }

  private void says(RoomSubscription who, long revision, String checksum) {
    tell(new RoomMessage.Compare(who, revision, checksum));
  }

  private void replayed(long revision) {
    tell(new RoomMessage.Rebased(Optional.of(new Snapshot(revision, 1, STATE))));
  }

  private void tick() {
    tell(new RoomMessage.Tick(host.now));
  }

  private void tell(RoomMessage message) {
    room.tell(message);
    host.run();
  }
}
