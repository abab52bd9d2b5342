package coedit.core.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.PresenceChange;
import coedit.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresenceBoardTest {

  private final PresenceBoard board = new PresenceBoard(30_000);

  @Test
  void theLatestStateOfASessionIsWhatIsPassedOn() {
    board.put("a", "alice", "Alice", Payload.ofUtf8("1"));
    board.put("a", "alice", "Alice", Payload.ofUtf8("2"));
    assertEquals(List.of(at("a", "2")), board.takeChangedHere());
    assertFalse(board.hasChanges());
  }

  @Test
  void aSessionThatLeavesIsSaidToBeGone() {
    board.put("a", "alice", "Alice", Payload.ofUtf8("1"));
    board.remove("a");
    board.remove("never-here");
    assertEquals(List.of(gone("a")), board.takeChangedHere());
    assertTrue(board.everybodyBut("x").isEmpty());
  }

  @Test
  void learnsOfOtherMembersSessionsAndPassesOnNewsOnly() {
    assertTrue(board.learn(List.of(at("b", "1")), 0));
    assertFalse(board.learn(List.of(at("b", "1")), 10));
    assertEquals(List.of(at("b", "1")), board.takeChangedElsewhere());
    board.learn(List.of(at("b", "1")), 20);
    assertFalse(board.hasChanges());
    board.learn(List.of(gone("b"), gone("c")), 30);
    assertEquals(List.of(gone("b")), board.takeChangedElsewhere());
  }

  @Test
  void aSessionThatIsNotRepeatedDisappears() {
    board.learn(List.of(at("b", "1")), 0);
    board.takeChangedElsewhere();
    board.expire(30_000);
    assertFalse(board.hasChanges());
    board.expire(30_001);
    assertEquals(List.of(gone("b")), board.takeChangedElsewhere());
  }

  @Test
  void whatOthersSayOfASessionOfThisMemberIsIgnored() {
    board.put("a", "alice", "Alice", Payload.ofUtf8("1"));
    board.learn(List.of(gone("a")), 0);
    assertEquals(List.of(at("a", "1")), board.everybodyBut("x"));
  }

  @Test
  void remembersNoMoreSessionsThanItsBound() {
    List<PresenceChange> crowd = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      crowd.add(at("s" + i, "1"));
    }
    board.learn(crowd, 0);
    assertEquals(2_000, board.everybodyBut("x").size());
  }

  @Test
  void nobodyIsToldOfThemselves() {
    List<PresenceChange> here = List.of(at("a", "1"), at("b", "1"));
    assertEquals(
        List.of(at("c", "1"), at("b", "1")),
        PresenceBoard.newsFor("a", here, List.of(at("c", "1"))));
  }

  private static PresenceChange at(String session, String state) {
    return new PresenceChange(session, "alice", "Alice", Optional.of(Payload.ofUtf8(state)));
  }

  private static PresenceChange gone(String session) {
    return new PresenceChange(session, "alice", "Alice", Optional.empty());
  }
}
