package coedit.persistence.memory;

import coedit.persistence.DocumentStore;
import coedit.persistence.DocumentStoreContract;
import coedit.persistence.OperationLog;
import coedit.persistence.OperationLogContract;
import coedit.persistence.SessionStore;
import coedit.persistence.SessionStoreContract;
import coedit.persistence.SnapshotStore;
import coedit.persistence.SnapshotStoreContract;
import org.junit.jupiter.api.Nested;

class InMemoryStoresTest {

  @Nested
  class Log extends OperationLogContract {
    private final InMemoryOperationLog log = new InMemoryOperationLog(8);

    @Override
    protected OperationLog log() {
      return log;
    }
  }

  @Nested
  class Snapshots extends SnapshotStoreContract {
    private final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();

    @Override
    protected SnapshotStore snapshots() {
      return snapshots;
    }
  }

  @Nested
  class Sessions extends SessionStoreContract {
    private final InMemorySessionStore sessions = new InMemorySessionStore();

    @Override
    protected SessionStore sessions() {
      return sessions;
    }
  }

  @Nested
  class Documents extends DocumentStoreContract {
    private final InMemoryOperationLog log = new InMemoryOperationLog(8);
    private final InMemoryDocumentStore documents =
        new InMemoryDocumentStore(shard -> log.acquire(shard, "a change of grants"), log::begin);

    @Override
    protected DocumentStore documents() {
      return documents;
    }

    @Override
    protected OperationLog log() {
      return log;
    }
  }
}
