package coedit.core.cluster.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import coedit.core.fixture.Texts;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import java.util.AbstractMap.SimpleEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryChangeTest {

  private static final EntryKey KEY = new EntryKey(Texts.document(1), 0);
  private static final SequencingEntry ENTRY = new SequencingEntry(1, 2, 2, 1);

  private final EntryChange change = new EntryChange(new EntryChange.Action.Install(ENTRY));

  @Test
  void whatIsInstalledIsInTheBackupToo() {
    Map.Entry<EntryKey, SequencingEntry> slot = new SimpleEntry<>(KEY, null);
    assertEquals(new Answer.Assigned(0, 0), change.process(slot));
    assertEquals(ENTRY, slot.getValue());
    assertNotNull(change.getBackupProcessor());
  }

  @Test
  void changedGrantsAreTold() {
    EntryChange raise = new EntryChange(new EntryChange.Action.RaiseAccessEpoch(7));
    Map.Entry<EntryKey, SequencingEntry> slot = new SimpleEntry<>(KEY, ENTRY);
    assertEquals(new Answer.Assigned(0, 0), raise.process(slot));
    assertEquals(7, slot.getValue().accessEpoch());
    slot.setValue(null);
    assertEquals(new Answer.Assigned(0, 0), raise.process(slot), "there is nobody to be told");
    assertNull(slot.getValue());
  }

  /** Its document starts from the store again; other documents' calls go on. */
  @Test
  void anEntryThatCannotBeReadIsAnAnswerAndNoFailureOfTheMap() {
    Map.Entry<EntryKey, SequencingEntry> broken =
        new SimpleEntry<>(KEY, ENTRY) {
          @Override
          public SequencingEntry getValue() {
            throw new HazelcastSerializationException("of another version");
          }
        };
    assertEquals(new Answer.Recover(), change.process(broken));
    EntryChange raise = new EntryChange(new EntryChange.Action.RaiseAccessEpoch(2));
    assertEquals(new Answer.Recover(), raise.process(broken), "it was not told");
    assertNull(change.getBackupProcessor(), "the backup is left as it is");
  }
}
