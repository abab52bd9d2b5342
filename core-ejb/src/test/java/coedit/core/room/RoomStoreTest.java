package coedit.core.room;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.fixture.NoThreads;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.core.lane.DocumentLoader;
import coedit.core.registry.DocumentTypes;
import coedit.core.service.OpenBytes;
import coedit.model.DocumentId;
import coedit.persistence.Samples;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemoryOperationLog;
import coedit.persistence.memory.InMemorySnapshotStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoomStoreTest {

  private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
  private final InMemoryOperationLog log = new InMemoryOperationLog(4);
  private final RoomStore store =
      new RoomStore(
          new RoomParts(
              RoomSettings.defaults(),
              new UUID(0, 1),
              new DocumentLoader(documents, new InMemorySnapshotStore(), log),
              documents,
              log,
              new DocumentTypes(List.of(new WordType())),
              () -> 1,
              (delay, action) -> {},
              Runnable::run,
              Runnable::run,
              NoThreads.quarantine(),
              new OpenBytes(1 << 20)));

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
