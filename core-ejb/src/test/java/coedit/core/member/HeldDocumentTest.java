package coedit.core.member;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * A document that takes no edits because its type does not come back: only what is not stored, and
 * will not be, is refused.
 */
class HeldDocumentTest extends StuckTypes {

  /** Its last update brought nothing, so that nothing is stored under its name. */
  @Test
  void aMergedBatchIsNotRefusedForWhatItsEndDidNotBring() {
    type.merging = true;
    Subscription one = join(document(1));
    send(one, 1, "x", "x");
    run();
    type.applying =
        noted(
            () -> {
              timeIsUp();
              settle();
              assertEquals(List.of("committed"), heard);
              again(101, 1, "x", "x");
              settle();
              assertEquals(List.of("committed"), heard);
            });
    again(200, 1, "y");
    settle();
    assertEquals(1, turns.ever);
    again(101, 1, "x", "x");
    settle();
    assertEquals(List.of("committed", "acknowledged 2"), heard);
    assertEquals(1, log.head(document(1)));
  }

  /** Its lane is back, what the lane handed over is not stored yet, and the type is away again. */
  @Test
  void whatWaitsForTheDatabaseIsNotRefusedMeanwhile() {
    Subscription one = join(document(1));
    databaseAway = true;
    send(one, 1);
    run();
    type.applying = noted(this::timeIsUp);
    send(one, 2);
    settle();
    assertEquals(1, turns.ever);
    member.tick();
    Held again = new Held();
    again(1);
    settle();
    assertEquals(List.of(), heard, "nobody knows yet");
    databaseAway = false;
    settle();
    assertEquals(List.of("committed"), heard);
    again.comesBack();
    member.tick();
    write(one, 2);
    assertEquals(2, log.head(document(1)));
  }

  @Test
  void whatIsLookedUpWhileTheTypeComesBackIsNotRefused() {
    Subscription one = join(document(1));
    Held held = new Held();
    lookingUp = held::comesBack;
    send(one, 1);
    settle();
    assertEquals(List.of(), heard);
    again(1);
    settle();
    assertEquals(List.of("committed"), heard);
  }

  /** A call that is given up, on a thread of its own. */
  private final class Held {
    private final CountDownLatch back = new CountDownLatch(1);
    private final CompletableFuture<Boolean> call =
        CompletableFuture.supplyAsync(
            () -> quarantine.replaying(document(1), () -> {}).call(this::wasToldToStop));

    Held() {
      while (quarantine.running() == 0) {
        Thread.onSpinWait();
      }
      timeIsUp();
    }

    private boolean wasToldToStop() {
      boolean told = false;
      while (true) {
        try {
          back.await();
          return told;
        } catch (InterruptedException stop) {
          told = true;
        }
      }
    }

    void comesBack() {
      back.countDown();
      assertEquals(true, call.join());
    }
  }
}
