package coedit.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every memory of used tickets promises. */
public abstract class TicketStoreContract {

  private static final Instant UNTIL = Instant.ofEpochMilli(1_700_000_000_123L);

  protected abstract TicketStore tickets();

  @Test
  void aTicketPassesOnce() {
    String id = UUID.randomUUID().toString();
    assertTrue(tickets().use(id, UNTIL));
    assertFalse(tickets().use(id, UNTIL));
    assertFalse(tickets().use(id, UNTIL.plusSeconds(9)));
    assertTrue(tickets().use(id + "x", UNTIL));
  }

  @Test
  void ofManyWhoShowItAtOnceOnePasses() {
    String id = UUID.randomUUID().toString();
    List<CompletableFuture<Boolean>> attempts =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> tickets().use(id, UNTIL)))
            .limit(6)
            .toList();
    assertEquals(1, attempts.stream().filter(CompletableFuture::join).count());
  }

  @Test
  void forgetsWhatIsOutOfDate() {
    String id = UUID.randomUUID().toString();
    assertTrue(tickets().use(id, UNTIL));
    tickets().purge(UNTIL.minusMillis(1));
    assertFalse(tickets().use(id, UNTIL));
    assertTrue(tickets().purge(UNTIL) >= 1);
    assertTrue(tickets().use(id, UNTIL));
  }
}
