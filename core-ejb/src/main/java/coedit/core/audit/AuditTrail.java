package coedit.core.audit;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.persistence.AuditStore;
import coedit.persistence.AuditStore.Entry;
import coedit.persistence.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Writes events to the server's log at once and to the table in batches. While the database is away
 * they wait, up to a bound; what is lost beyond it is counted, and the count is an entry itself.
 * Thread-safe.
 */
public final class AuditTrail implements AuditService {

  private static final System.Logger LOG = System.getLogger("coedit.audit");
  private static final System.Logger TROUBLE = System.getLogger(AuditTrail.class.getName());
  private static final int MOST_WAITING = 10_000;
  private static final int BATCH = 200;

  private final AuditStore store;
  private final InstantSource clock;
  private final Executor blocking;
  private final Seldom seldom;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private boolean writing;
  private long lost;

  /**
   * The trail of a store.
   *
   * @param clock for stamps
   * @param nanoTime for pauses
   */
  public AuditTrail(
      AuditStore store, InstantSource clock, LongSupplier nanoTime, Executor blocking) {
    this.store = store;
    this.seldom = new Seldom(nanoTime);
    this.clock = clock;
    this.blocking = blocking;
  }

  @Override
  public void note(AuditEvent event) {
    LOG.log(System.Logger.Level.INFO, () -> AuditLine.of(event));
    synchronized (this) {
      if (waiting.size() >= MOST_WAITING) {
        lost++;
      } else {
        waiting.add(entry(event));
      }
    }
    write();
  }

  @Override
  public void noteSeldom(AuditEvent event) {
    seldom.due(event).ifPresent(this::note);
  }

  @Override
  public void noteOfStranger(AuditEvent event, String from) {
    seldom.dueFrom(event, from).ifPresent(this::note);
  }

  /**
   * Writes one event before it returns; blocks.
   *
   * @throws StoreException when it is not stored
   */
  public void noteNow(AuditEvent event) {
    LOG.log(System.Logger.Level.INFO, () -> AuditLine.of(event));
    store.append(List.of(entry(event)));
  }

  private Entry entry(AuditEvent event) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Entry(
        now, event.name(), event.actor(), event.address(), event.document(), event.detail());
  }

  /** How many events wait to be written; for the gauge. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** Writes what waits, if nobody does so already; also called now and then. */
  public void write() {
    synchronized (this) {
      if (writing || waiting.isEmpty()) {
        return;
      }
      writing = true;
    }
    blocking.execute(this::writeAll);
  }

  private void writeAll() {
    boolean more = true;
    while (more) {
      more = writeSome();
    }
  }

  private boolean writeSome() {
    int written = 0;
    boolean more = false;
    try {
      List<Entry> batch = next();
      if (!batch.isEmpty()) {
        store.append(batch);
        written = batch.size();
      }
    } catch (StoreException away) {
      TROUBLE.log(System.Logger.Level.DEBUG, "the audit log cannot be written now", away);
    } finally {
      // Whatever was thrown, the next who looks writes on.
      synchronized (this) {
        for (int i = 0; i < written; i++) {
          waiting.remove();
        }
        more = written > 0 && !waiting.isEmpty();
        writing = more;
      }
    }
    return more;
  }

  private synchronized List<Entry> next() {
    if (lost > 0 && waiting.size() < MOST_WAITING) {
      waiting.add(entry(AuditEvent.ofServer("audit-lost", lost + " events found no room")));
      lost = 0;
    }
    List<Entry> batch = new ArrayList<>(BATCH);
    for (Entry entry : waiting) {
      if (batch.size() == BATCH) {
        break;
      }
      batch.add(entry);
    }
    return batch;
  }

  @Override
  public List<Line> before(long number, Filter filter, int limit) {
    return store
        .before(
            number, new AuditStore.Filter(filter.event(), filter.actor(), filter.document()), limit)
        .stream()
        .map(line -> new Line(line.id(), line.entry().at(), event(line.entry())))
        .toList();
  }

  private static AuditEvent event(Entry entry) {
    return new AuditEvent(
        entry.event(), entry.actor(), entry.address(), entry.document(), entry.detail());
  }
}
