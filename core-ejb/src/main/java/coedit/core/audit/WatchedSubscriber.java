package coedit.core.audit;

import coedit.core.service.Refusal;
import coedit.core.service.RelayingSubscriber;
import coedit.core.service.Subscriber;
import coedit.model.ErrorCode;
import java.util.function.BiConsumer;

/** A session's ear, with somebody listening for what was not allowed. */
record WatchedSubscriber(Subscriber ear, BiConsumer<String, ErrorCode> watcher)
    implements RelayingSubscriber {

  @Override
  public void refused(long sequence, Refusal refusal) {
    if (refusal.code() == ErrorCode.FORBIDDEN) {
      watcher.accept("edit-refused", refusal.code());
    }
    ear.refused(sequence, refusal);
  }

  @Override
  public void closed(ErrorCode code, String reason) {
    if (code == ErrorCode.FORBIDDEN || code == ErrorCode.NOT_FOUND) {
      watcher.accept("join-refused", code);
    }
    ear.closed(code, reason);
  }
}
