package coedit.core.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingEntry.Append;
import org.junit.jupiter.api.Test;

class SequencingEntryTest {

  private final SequencingEntry entry = new SequencingEntry(3, 10, 8, 2);

  @Test
  void assignsTheRevisionsAfterTheHead() {
    var decision = entry.append(new Append(3, 10, 8, 9, 2, 4));
    assertEquals(new Answer.Assigned(11, 14), decision.answer());
    assertEquals(new SequencingEntry(3, 14, 9, 2), decision.entry());
  }

  @Test
  void theSameRequestTwiceIsRecoveredFromAndNotAssignedTwice() {
    Append request = new Append(3, 10, 8, 8, 2, 1);
    SequencingEntry once = entry.append(request).entry();
    assertRecover(once, request);
  }

  @Test
  void recoversWhenTheEntryIsNotWhatTheLaneRemembers() {
    assertRecover(entry, new Append(2, 10, 8, 8, 2, 1));
    assertRecover(entry, new Append(4, 10, 8, 8, 2, 1));
    assertRecover(entry, new Append(3, 9, 8, 8, 2, 1));
    assertRecover(entry, new Append(3, 11, 8, 8, 2, 1));
    assertRecover(entry, new Append(3, 10, 7, 8, 2, 1));
  }

  @Test
  void recoversWhenMoreIsSaidToBeCommittedThanWasAssigned() {
    assertRecover(entry, new Append(3, 10, 8, 11, 2, 1));
    assertRecover(entry, new Append(3, 10, 8, 7, 2, 1));
  }

  @Test
  void wantsAuthorsCheckedAgainWhenTheGrantsHaveChanged() {
    var decision = entry.append(new Append(3, 10, 8, 8, 1, 1));
    assertEquals(new Answer.Recheck(2), decision.answer());
    assertEquals(entry, decision.entry());
    assertInstanceOf(Answer.Assigned.class, entry.append(new Append(3, 10, 8, 8, 3, 1)).answer());
  }

  @Test
  void theAccessEpochNeverFalls() {
    assertEquals(2, entry.withAccessEpoch(1).accessEpoch());
    assertEquals(7, entry.withAccessEpoch(7).accessEpoch());
  }

  @Test
  void yieldsToTheSameAndLaterLeasesOnly() {
    assertTrue(entry.yieldsTo(new SequencingEntry(3, 0, 0, 0)));
    assertTrue(entry.yieldsTo(new SequencingEntry(4, 0, 0, 0)));
    assertFalse(entry.yieldsTo(new SequencingEntry(2, 99, 99, 9)));
  }

  @Test
  void refusesToExistWithMoreCommittedThanAssigned() {
    assertThrows(IllegalArgumentException.class, () -> new SequencingEntry(1, 3, 4, 0));
  }

  private static void assertRecover(SequencingEntry entry, Append request) {
    var decision = entry.append(request);
    assertEquals(new Answer.Recover(), decision.answer());
    assertEquals(entry, decision.entry());
  }
}
