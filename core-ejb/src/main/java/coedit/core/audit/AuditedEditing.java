package coedit.core.audit;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.EditingService;
import coedit.core.service.JoinRequest;
import coedit.core.service.Participant;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.Payload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Notes edits and joins that were not allowed, however often somebody tries. */
public final class AuditedEditing implements EditingService {

  private final EditingService inner;
  private final AuditService audit;

  public AuditedEditing(EditingService inner, AuditService audit) {
    this.inner = inner;
    this.audit = audit;
  }

  @Override
  public Subscription join(JoinRequest request, Subscriber subscriber) {
    return inner.join(
        request,
        new WatchedSubscriber(
            subscriber,
            (event, code) ->
                audit.noteSeldom(
                    AuditEvent.about(
                        request.document(), event, request.participant(), code.code()))));
  }

  @Override
  public void submit(Subscription subscription, long sequence, long base, List<Payload> payloads) {
    inner.submit(subscription, sequence, base, payloads);
  }

  @Override
  public void sync(Subscription subscription, Payload version) {
    inner.sync(subscription, version);
  }

  @Override
  public void compare(Subscription subscription, long revision, String checksum) {
    inner.compare(subscription, revision, checksum);
  }

  @Override
  public void presence(Subscription subscription, Optional<Payload> state) {
    inner.presence(subscription, state);
  }

  @Override
  public void say(Subscription subscription, Payload word) {
    inner.say(subscription, word);
  }

  @Override
  public void shownAs(Subscription subscription, Participant participant) {
    inner.shownAs(subscription, participant);
  }

  @Override
  public void leave(Subscription subscription) {
    inner.leave(subscription);
  }

  @Override
  public CompletionStage<Integer> unsettled() {
    return inner.unsettled();
  }
}
