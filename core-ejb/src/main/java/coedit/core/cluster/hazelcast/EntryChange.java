package coedit.core.cluster.hazelcast;

import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import com.hazelcast.map.EntryProcessor;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of one entry where it lives. The decision is the entry's own; this only carries it
 * there. Values are immutable: a new one is set, the old one never changed.
 */
final class EntryChange implements EntryProcessor<EntryKey, SequencingEntry, Answer> {

  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(EntryChange.class.getName());

  private final transient Action action;
  private transient @Nullable SequencingEntry result;
  private transient boolean failed;

  /** What is to happen to the entry. */
  sealed interface Action {

    record Append(SequencingEntry.Append request) implements Action {}

    record Install(SequencingEntry entry) implements Action {}

    record RaiseAccessEpoch(long accessEpoch) implements Action {}

    record Remove(SequencingEntry expected) implements Action {}

    /** For the backup: the entry as it has become; absent when it is gone. */
    record Set(@Nullable SequencingEntry entry) implements Action {}
  }

  EntryChange(Action action) {
    this.action = action;
  }

  Action action() {
    return action;
  }

  /** One entry that cannot be changed must not look like a map that does not answer. */
  @Override
  public Answer process(Map.Entry<EntryKey, SequencingEntry> slot) {
    try {
      return change(slot);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "cannot change an entry", bug);
      failed = true;
      return new Answer.Recover();
    }
  }

  private Answer change(Map.Entry<EntryKey, SequencingEntry> slot) {
    SequencingEntry before = slot.getValue();
    Answer answer = new Answer.Recover();
    SequencingEntry after = before;
    if (action instanceof Action.Set set) {
      after = set.entry();
    } else if (action instanceof Action.Install install) {
      if (before == null) {
        after = install.entry();
      } else if (before.yieldsTo(install.entry())) {
        after = install.entry().withAccessEpoch(before.accessEpoch());
      }
      boolean installed = after != null && after.epoch() == install.entry().epoch();
      answer = installed ? new Answer.Assigned(0, 0) : answer;
    } else if (action instanceof Action.RaiseAccessEpoch raise) {
      // Where there is no entry there is nobody to be told.
      after = before == null ? null : before.withAccessEpoch(raise.accessEpoch());
      answer = new Answer.Assigned(0, 0);
    } else if (before != null) {
      if (action instanceof Action.Append append) {
        SequencingEntry.Decision decision = before.append(append.request());
        answer = decision.answer();
        after = decision.entry();
      } else if (action instanceof Action.Remove remove) {
        after = before.equals(remove.expected()) ? null : before;
      }
    }
    if (!Objects.equals(after, before)) {
      slot.setValue(after);
    }
    result = after;
    return answer;
  }

  /** None when nothing was changed because that failed. */
  @Override
  public @Nullable EntryProcessor<EntryKey, SequencingEntry, Answer> getBackupProcessor() {
    return failed ? null : new EntryChange(new Action.Set(result));
  }
}
