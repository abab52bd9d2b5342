package coedit.core.room;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.DocumentLoader;
import coedit.core.registry.DocumentTypes;
import coedit.core.service.OpenBytes;
import coedit.model.DocumentId;
import coedit.persistence.OperationLog;
import coedit.persistence.Samples;
import coedit.persistence.StoreUnavailableException;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RoomStoreTest {

  private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
  private final InMemoryOperationLog log = new InMemoryOperationLog(4);
  private final RoomStore store = store(log);

  private RoomStore store(OperationLog from) {
    return new RoomStore(
        new RoomParts(
            RoomSettings.defaults(),
            new UUID(0, 1),
            new DocumentLoader(documents, new InMemorySnapshotStore(), from),
            documents,
            from,
            new DocumentTypes(List.of(new WordType())),
            () -> 1,
            (delay, action) -> {},
            Runnable::run,
            Runnable::run,
            NoThreads.quarantine(),
            new OpenBytes(1 << 20),
            () -> false));
  }

  /** Every room tries each second. */
  @Test
  void aDatabaseThatIsAwayIsToldNowAndThenWithoutATrace() {
    List<LogRecord> lines =
        told(
            (store, room) -> {
              store.repair(room, 0);
              store.heads(Set.of(document(1)), heads -> {});
            },
            Collections.nCopies(20, new StoreUnavailableException("away", null))
                .toArray(RuntimeException[]::new));
    assertEquals(1, lines.size());
    assertNull(lines.get(0).getThrown());
    assertTrue(lines.get(0).getMessage().startsWith("cannot repair"), lines.get(0).getMessage());
  }

  @Test
  void whatElseFailsMeanwhileIsToldWithItsTrace() {
    RuntimeException away = new StoreUnavailableException("away", null);
    RuntimeException bug = new IllegalStateException("bug");
    List<LogRecord> lines = told((store, room) -> store.repair(room, 0), away, bug, away, bug);
    assertEquals(
        Arrays.asList(null, bug), lines.stream().map(LogRecord::getThrown).toList(), "and rarely");
    assertEquals(Level.SEVERE, lines.get(1).getLevel());
  }

  /** What the log tells while reads fail, one after the other. */
  private List<LogRecord> told(BiConsumer<RoomStore, Room> reads, RuntimeException... failures) {
    Deque<RuntimeException> left = new ArrayDeque<>(List.of(failures));
    OperationLog away =
        (OperationLog)
            Proxy.newProxyInstance(
                RoomStoreTest.class.getClassLoader(),
                new Class<?>[] {OperationLog.class},
                (proxy, method, arguments) -> {
                  throw left.remove();
                });
    FakeRoomHost host = new FakeRoomHost(RoomSettings.defaults());
    Room room = new Room(document(1), host, host.turns::add);
    RoomStore told = store(away);
    List<LogRecord> lines = new ArrayList<>();
    Handler hears =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(RoomStore.class.getName());
    logger.addHandler(hears);
    logger.setUseParentHandlers(false);
    try {
      while (!left.isEmpty()) {
        reads.accept(told, room);
      }
    } finally {
      logger.removeHandler(hears);
      logger.setUseParentHandlers(true);
    }
    return lines;
  }

  @Test
  void aMemberThatMissedAChangeOfGrantsOrARemovalFindsOut() {
    documents.create(Texts.record(document(1), 0), List.of());
    documents.create(Texts.record(document(2), 0), List.of());
    Samples.replaceGrants(documents, document(1), List.of());
    documents.delete(document(2), documents.find(document(2)).orElseThrow().accessEpoch());
    Map<DocumentId, Long> epochs = new HashMap<>();
    store.accessEpochs(Set.of(document(1), document(2)), epochs::putAll);
    assertEquals(Map.of(document(1), 2L, document(2), Long.MAX_VALUE), epochs);
  }
}
