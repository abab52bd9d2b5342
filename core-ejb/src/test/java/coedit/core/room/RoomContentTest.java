package coedit.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.LoadedDocument;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.model.Snapshot;
import coedit.persistence.StoredSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoomContentTest {

  private static final long BYTES = 10_000;
  private static final RoomSettings SETTINGS =
      new RoomSettings(
          1_000,
          BYTES,
          1_000,
          10,
          8,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(1),
          1 << 20);

  private final RoomContent content =
      new RoomContent(
          new LoadedDocument(
              Texts.record(Texts.document(1), 0),
              new StoredSnapshot(new Snapshot(0, 1, Payload.ofUtf8("")), Map.of()),
              List.of()),
          new WordType(),
          List.of(),
          SETTINGS);

  private static List<Operation> large(long from, long to, int size) {
    Payload payload = Payload.wrap(new byte[size]);
    return LongStream.rangeClosed(from, to)
        .mapToObj(revision -> Texts.operation(revision, 1, revision, payload))
        .toList();
  }

  @Test
  void whatComesBeforeItsTurnIsBoundedByBytesToo() {
    assertEquals(List.of(), content.take(large(3, 40, 1_000)));
    assertTrue(content.earlyBytes() <= BYTES, content.earlyBytes() + " bytes");
    int kept = content.early();
    assertTrue(kept > 2, kept + " kept");
    content.take(large(3, 4, 1_000));
    assertEquals(kept, content.early(), "each is kept once");
    assertEquals(kept + 2, content.take(large(1, 2, 1_000)).size(), "those that are next");
    assertEquals(0, content.early());
    assertEquals(0, content.earlyBytes());
  }

  @Test
  void aGapIsKnownHoweverLargeWhatFollowsItIs() {
    content.take(large(2, 3, (int) BYTES * 2));
    assertTrue(content.hasGap());
    assertEquals(1, content.early());
  }
}
