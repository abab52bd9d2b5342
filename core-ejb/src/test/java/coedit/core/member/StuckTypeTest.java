package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.core.service.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A type that does not come back where documents are opened and replayed: who is told, and when.
 */
class StuckTypeTest extends StuckTypes {

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
}
