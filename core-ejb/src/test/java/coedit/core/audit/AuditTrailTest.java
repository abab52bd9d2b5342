package coedit.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService.Filter;
import coedit.core.service.AuditService.Line;
import coedit.persistence.AuditStore;
import coedit.persistence.StoreException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTrailTest {

  private static final Filter ALL =
      new Filter(Optional.empty(), Optional.empty(), Optional.empty());

  private final Logger logger = Logger.getLogger("coedit.audit");
  private final Rows rows = new Rows();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean noMemory;
  private final AuditTrail trail = new AuditTrail(rows, this::now, () -> 0, tasks::add);

  @BeforeEach
  void quiet() {
    logger.setLevel(Level.OFF);
  }

  @AfterEach
  void loud() {
    logger.setLevel(null);
  }

  private void note(int number) {
    trail.note(AuditEvent.ofServer("event-" + number, ""));
  }

  private void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private List<String> written() {
    return rows.entries.stream().map(AuditStore.Entry::event).toList();
  }

  @Test
  void writesEachEventOnceAndInOrder() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      note(i);
      expected.add("event-" + i);
    }
    assertEquals(1, tasks.size());
    run();
    assertEquals(expected, written());
  }

  @Test
  void whatTheDatabaseDidNotTakeIsWrittenLater() {
    rows.away = true;
    note(1);
    run();
    note(2);
    run();
    assertEquals(List.of(), written());
    rows.away = false;
    trail.write();
    run();
    assertEquals(List.of("event-1", "event-2"), written());
  }

  /** As when there is no memory for a moment. */
  @Test
  void anErrorInWritingDoesNotEndIt() {
    rows.broken = true;
    note(1);
    assertThrows(AssertionError.class, this::run);
    rows.broken = false;
    trail.write();
    run();
    assertEquals(List.of("event-1"), written());
  }

  @Test
  void anErrorBeforeWritingDoesNotEndIt() {
    fill();
    run();
    rows.away = false;
    noMemory = true;
    trail.write();
    assertThrows(AssertionError.class, this::run);
    noMemory = false;
    trail.write();
    run();
    assertEquals(10_001, written().size());
  }

  private Instant now() {
    if (noMemory) {
      throw new AssertionError("made by the test");
    }
    return Instant.EPOCH;
  }

  /** Three find no room. */
  private void fill() {
    rows.away = true;
    for (int i = 0; i < 10_003; i++) {
      note(i);
    }
  }

  @Test
  void whatFindsNoRoomIsCounted() {
    fill();
    run();
    rows.away = false;
    trail.write();
    run();
    note(0);
    run();
    assertTrue(
        rows.entries.stream()
            .anyMatch(e -> e.event().equals("audit-lost") && e.detail().startsWith("3 ")),
        rows.entries.size() + " entries");
  }

  @Test
  void whatMustBeThereIsWrittenAtOnceOrNotSaidToBe() {
    AuditEvent event = AuditEvent.ofServer("backup-restored", "");
    rows.away = true;
    assertThrows(StoreException.class, () -> trail.noteNow(event));
    rows.away = false;
    trail.noteNow(event);
    assertEquals(List.of("backup-restored"), written());
    assertEquals(0, tasks.size());
  }

  @Test
  void isReadAsItWasWritten() {
    AuditEvent event = AuditEvent.of("sign-in", "alice", "192.0.2.1", "");
    trail.note(event);
    run();
    assertEquals(List.of(new Line(1, Instant.EPOCH, event)), trail.before(9, ALL, 10));
  }

  private static final class Rows implements AuditStore {
    private final List<Entry> entries = new ArrayList<>();
    private boolean away;
    private boolean broken;

    @Override
    public void append(List<Entry> added) {
      if (broken) {
        throw new AssertionError("broken");
      }
      if (away) {
        throw new StoreException("away", new IllegalStateException());
      }
      entries.addAll(added);
    }

    @Override
    public List<Numbered> before(long id, Filter filter, int limit) {
      return List.of(new Numbered(1, entries.get(0)));
    }
  }
}
