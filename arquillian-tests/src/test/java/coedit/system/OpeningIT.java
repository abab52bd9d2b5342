package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A long history costs the disk, not the reader: opening reads a snapshot and a bounded tail.
 * {@code -Dcoedit.opening.operations} sets the longer history.
 */
class OpeningIT {

  private static final int SHORT = 1_000;
  private static final int LONG = Integer.getInteger("coedit.opening.operations", 20_000);
  private static final int BATCH = 64;
  private static final int OPENINGS = 7;
  private static final int TIMES = 5;
  private static final Duration LEFT_MEMORY = Duration.ofSeconds(3);

  private final LibertyServer server = SharedServer.get();

  /** What one opening took. */
  private record Opening(long micros, long bytes) {}

  @Test
  void aLongHistoryOpensLikeAShortOne() {
    String little = write(SHORT);
    String much = write(LONG);
    Opening fewInMemory = median(little, Duration.ZERO);
    Opening manyInMemory = median(much, Duration.ZERO);
    Opening fewFromStore = median(little, LEFT_MEMORY);
    Opening manyFromStore = median(much, LEFT_MEMORY);
    System.out.printf(
        "%d and %d operations: in memory %s, %s; from the store %s, %s%n",
        SHORT, LONG, fewInMemory, manyInMemory, fewFromStore, manyFromStore);
    compare(fewInMemory, manyInMemory);
    compare(fewFromStore, manyFromStore);
  }

  private static void compare(Opening few, Opening many) {
    long slack = TimeUnit.MILLISECONDS.toMicros(50);
    assertTrue(many.micros() < TIMES * few.micros() + slack, "time grows with the history");
    assertTrue(many.bytes() < TIMES * few.bytes() + 65_536, "bytes grow with the history");
  }

  /** A text that stays short: what a submission inserts the next one deletes. */
  private String write(int operations) {
    String document = Api.signIn(server, "alice").createText(operations + " operations");
    try (TestClient author = TestClient.join("alice", document, server)) {
      for (int done = 0; done < operations; ) {
        int count = Math.min(BATCH, operations - done);
        author.submit(text -> text.length() < count ? letters(count) : deletions(count));
        done += count;
      }
      assertEquals(operations, author.revision());
    }
    return document;
  }

  private static List<String> letters(int count) {
    List<String> operations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      operations.add(TestClient.insertion(i, "a"));
    }
    return operations;
  }

  private static List<String> deletions(int count) {
    return Collections.nCopies(count, "[{\"d\":1}]");
  }

  /** Of several openings after a rest; the first of all warms up. */
  private Opening median(String document, Duration rest) {
    List<Opening> openings = new ArrayList<>();
    int count = rest.isZero() ? OPENINGS : 3;
    for (int i = 0; i < count; i++) {
      Await.pause(rest);
      openings.add(open(document));
    }
    openings.sort(Comparator.comparingLong(Opening::micros));
    return openings.get(count / 2);
  }

  private Opening open(String document) {
    try (TestClient reader = TestClient.join("bob", document, server)) {
      return new Opening(TimeUnit.NANOSECONDS.toMicros(reader.joinNanos()), reader.received());
    }
  }
}
