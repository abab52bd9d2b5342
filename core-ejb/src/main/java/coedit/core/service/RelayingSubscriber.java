package coedit.core.service;

import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import java.util.List;

/**
 * Passes on whatever it hears to another ear; who stands between overrides what it is there for.
 */
public interface RelayingSubscriber extends Subscriber {

  /** Who hears it next. */
  Subscriber ear();

  @Override
  default void joined(Joined joined) {
    ear().joined(joined);
  }

  @Override
  default void committed(CommittedBatch batch) {
    ear().committed(batch);
  }

  @Override
  default void synced(SyncAnswer answer, List<Operation> tail) {
    ear().synced(answer, tail);
  }

  @Override
  default void acknowledged(long sequence, long revision) {
    ear().acknowledged(sequence, revision);
  }

  @Override
  default void refused(long sequence, Refusal refusal) {
    ear().refused(sequence, refusal);
  }

  @Override
  default void presence(List<PresenceChange> changes) {
    ear().presence(changes);
  }

  @Override
  default void said(Payload word) {
    ear().said(word);
  }

  @Override
  default void closed(ErrorCode code, String reason) {
    ear().closed(code, reason);
  }
}
