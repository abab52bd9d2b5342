package coedit.core.room;

import coedit.core.service.CommittedBatch;
import coedit.core.service.Joined;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.SyncAnswer;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import java.util.List;

/**
 * A session's ear that cannot hurt its room: what one session throws costs the others no delivery
 * (INV-7, INV-14). After the first failure the session is told that it must join again.
 */
final class GuardedSubscriber implements Subscriber {

  private static final System.Logger LOG = System.getLogger(GuardedSubscriber.class.getName());

  private final Subscriber ear;
  private boolean failed;

  GuardedSubscriber(Subscriber ear) {
    this.ear = ear;
  }

  @Override
  public void joined(Joined joined) {
    guard(() -> ear.joined(joined));
  }

  @Override
  public void committed(CommittedBatch batch) {
    guard(() -> ear.committed(batch));
  }

  @Override
  public void synced(SyncAnswer answer, List<Operation> tail) {
    guard(() -> ear.synced(answer, tail));
  }

  @Override
  public void acknowledged(long sequence, long revision) {
    guard(() -> ear.acknowledged(sequence, revision));
  }

  @Override
  public void refused(long sequence, Refusal refusal) {
    guard(() -> ear.refused(sequence, refusal));
  }

  @Override
  public void presence(List<PresenceChange> changes) {
    guard(() -> ear.presence(changes));
  }

  @Override
  public void said(Payload word) {
    guard(() -> ear.said(word));
  }

  @Override
  public void closed(ErrorCode code, String reason) {
    guard(() -> ear.closed(code, reason));
  }

  /** Whether it is told nothing any more. */
  boolean hasFailed() {
    return failed;
  }

  private void guard(Runnable call) {
    if (failed) {
      return;
    }
    try {
      call.run();
    } catch (RuntimeException | Error bug) {
      LOG.log(System.Logger.Level.ERROR, "a session failed on a message of its room", bug);
      failed = true;
      endQuietly();
    }
  }

  private void endQuietly() {
    try {
      ear.closed(ErrorCode.RESYNC, "join again");
    } catch (RuntimeException | Error again) {
      LOG.log(System.Logger.Level.DEBUG, "the session could not even be told", again);
    }
  }
}
