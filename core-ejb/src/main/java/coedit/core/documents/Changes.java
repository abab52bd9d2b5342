package coedit.core.documents;

import coedit.model.DocumentId;
import coedit.persistence.DocumentStore;
import coedit.persistence.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * When documents last changed, for the list: gathered in memory and written now and then in one
 * batch, so that no operation writes a document row. Lossy by design; the log knows better.
 */
public final class Changes {

  private static final System.Logger LOG = System.getLogger(Changes.class.getName());

  private final DocumentStore store;
  private final InstantSource clock;
  private final Executor blocking;
  private final ConcurrentHashMap<DocumentId, Instant> changed = new ConcurrentHashMap<>();

  public Changes(DocumentStore store, InstantSource clock, Executor blocking) {
    this.store = store;
    this.clock = clock;
    this.blocking = blocking;
  }

  /** Notes that a document has just changed. */
  public void note(DocumentId document) {
    changed.put(document, clock.instant());
  }

  /** Writes what was noted since the last time; what cannot be written now is dropped. */
  public void flush() {
    if (!changed.isEmpty()) {
      blocking.execute(this::write);
    }
  }

  /** How many times of change wait to be written; for the gauge. */
  public int size() {
    return changed.size();
  }

  private void write() {
    Map<DocumentId, Instant> batch = new HashMap<>(changed);
    batch.forEach(changed::remove);
    try {
      store.touch(batch);
    } catch (StoreException unavailable) {
      LOG.log(System.Logger.Level.DEBUG, "times of change were not written", unavailable);
    }
  }
}
