package coedit.core.audit;

import coedit.core.service.CommittedBatch;
import coedit.core.service.Joined;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.SyncAnswer;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import java.util.List;
import java.util.function.BiConsumer;

/** A session's ear, with somebody listening for what was not allowed. */
final class WatchedSubscriber implements Subscriber {

  private final Subscriber ear;
  private final BiConsumer<String, ErrorCode> watcher;

  WatchedSubscriber(Subscriber ear, BiConsumer<String, ErrorCode> watcher) {
    this.ear = ear;
    this.watcher = watcher;
  }

  @Override
  public void joined(Joined joined) {
    ear.joined(joined);
  }

  @Override
  public void committed(CommittedBatch batch) {
    ear.committed(batch);
  }

  @Override
  public void synced(SyncAnswer answer, List<Operation> tail) {
    ear.synced(answer, tail);
  }

  @Override
  public void acknowledged(long sequence, long revision) {
    ear.acknowledged(sequence, revision);
  }

  @Override
  public void refused(long sequence, Refusal refusal) {
    if (refusal.code() == ErrorCode.FORBIDDEN) {
      watcher.accept("edit-refused", refusal.code());
    }
    ear.refused(sequence, refusal);
  }

  @Override
  public void presence(List<PresenceChange> changes) {
    ear.presence(changes);
  }

  @Override
  public void closed(ErrorCode code, String reason) {
    if (code == ErrorCode.FORBIDDEN || code == ErrorCode.NOT_FOUND) {
      watcher.accept("join-refused", code);
    }
    ear.closed(code, reason);
  }
}
