package coedit.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.CommittedBatch;
import coedit.core.service.Joined;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.model.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedSubscriberTest {

  /** Fails on the first message and remembers what it was told. */
  private static final class Faulty implements Subscriber {
    private final List<String> told = new ArrayList<>();

    @Override
    public void joined(Joined joined) {}

    @Override
    public void committed(CommittedBatch batch) {}

    @Override
    public void acknowledged(long sequence, long revision) {
      told.add("acknowledged " + sequence);
      throw new StackOverflowError("a bug of this session");
    }

    @Override
    public void refused(long sequence, Refusal refusal) {}

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      told.add(code.code());
      throw new StackOverflowError("a bug of this session, again");
    }
  }

  @Test
  void aSessionThatThrowsIsToldToJoinAgainAndNothingMore() {
    Faulty faulty = new Faulty();
    GuardedSubscriber guarded = new GuardedSubscriber(faulty);
    guarded.acknowledged(1, 1);
    guarded.acknowledged(2, 2);
    assertEquals(List.of("acknowledged 1", "resync"), faulty.told);
  }
}
