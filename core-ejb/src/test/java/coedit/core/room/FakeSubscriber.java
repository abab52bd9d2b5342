package coedit.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.CommittedBatch;
import coedit.core.service.Joined;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session that checks INV-7 on everything it is given and remembers the rest. */
final class FakeSubscriber implements Subscriber {

  Optional<Joined> joined = Optional.empty();
  Optional<ErrorCode> closed = Optional.empty();
  long revision;
  boolean fails;
  final List<String> answers = new ArrayList<>();

  @Override
  public void joined(Joined answer) {
    joined = Optional.of(answer);
    answer.snapshot().ifPresent(snapshot -> revision = snapshot.revision());
    answer.sync().ifPresent(sync -> revision = sync.revision());
    answer.tail().forEach(this::next);
    assertEquals(answer.head(), revision);
  }

  @Override
  public void committed(CommittedBatch batch) {
    if (fails) {
      throw new IllegalStateException("a bug of this session");
    }
    batch.operations().forEach(this::next);
  }

  private void next(Operation operation) {
    assertEquals(revision + 1, operation.revision());
    revision++;
  }

  @Override
  public void acknowledged(long sequence, long at) {
    answers.add("acknowledged " + sequence + " at " + at);
  }

  @Override
  public void refused(long sequence, Refusal refusal) {
    answers.add("refused " + sequence + " " + refusal.code().code());
  }

  @Override
  public void presence(List<PresenceChange> changes) {}

  @Override
  public void said(Payload word) {
    answers.add("said " + word.utf8());
  }

  @Override
  public void closed(ErrorCode code, String reason) {
    closed = Optional.of(code);
  }
}
