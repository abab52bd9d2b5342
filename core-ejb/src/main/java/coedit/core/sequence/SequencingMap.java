package coedit.core.sequence;

import coedit.model.DocumentId;
import java.util.concurrent.CompletionStage;

/**
 * The distributed map of sequencing entries. It may go back in time, run a call twice or lose an
 * entry: the lane's memory and the database's fence find out. No call blocks.
 */
public interface SequencingMap {

  /** Runs {@link SequencingEntry#append} on the document's entry; no entry means recover. */
  CompletionStage<SequencingEntry.Answer> append(
      DocumentId document, int shard, SequencingEntry.Append request);

  /**
   * Puts a fresh entry in place, unless one of a later lease is there.
   *
   * @return whether the entry is in place
   */
  CompletionStage<Boolean> install(DocumentId document, int shard, SequencingEntry entry);

  /** Raises the access epoch of the document's entry, if there is one. */
  CompletionStage<Void> raiseAccessEpoch(DocumentId document, int shard, long accessEpoch);

  /** Whether it has not answered lately, so that nothing is to be begun that needs it. */
  default boolean isAway() {
    return false;
  }

  /** How many entries this member keeps for all; for the gauge. */
  int size();

  /** Forgets an idle document's entry, if it is exactly {@code expected}. */
  CompletionStage<Void> remove(DocumentId document, int shard, SequencingEntry expected);
}
