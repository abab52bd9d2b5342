package coedit.core.lane;

import coedit.model.DocumentId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Documents whose type does not come back from an operation. The thread that is inside is told to
 * stop (interrupted) and, since it need not listen, another one takes its place; the document takes
 * no edits until it comes back. So a type that loops costs one document, not the server.
 */
public final class Quarantine {

  private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());

  /** Threads that may be lost like this; with more the server must be started again. */
  public static final int MOST = 8;

  private final Duration limit;
  private final Threads threads;
  private final LongSupplier nanoTime;
  private final Map<Thread, Call> running = new ConcurrentHashMap<>();
  private final Set<Call> stuck = ConcurrentHashMap.newKeySet();

  /** Where lanes run. */
  public interface Threads {

    /** One thread is lost: another takes its place. */
    void lostOne();

    /** It has come back. */
    void foundOne();
  }

  /** One call; its lock decides between coming back and being given up. */
  private static final class Call {
    private final DocumentId document;
    private final long since;
    private boolean over;
    private boolean isStuck;

    Call(DocumentId document, long since) {
      this.document = document;
      this.since = since;
    }
  }

  /**
   * @param limit how long a type may take for one operation
   */
  public Quarantine(Duration limit, Threads threads, LongSupplier nanoTime) {
    this.limit = limit;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /** Makes a call of a document's type. */
  <T> T watched(DocumentId document, Supplier<T> inside) {
    Thread thread = Thread.currentThread();
    Call call = new Call(document, nanoTime.getAsLong());
    running.put(thread, call);
    try {
      return inside.get();
    } finally {
      running.remove(thread);
      cameBack(call);
    }
  }

  private void cameBack(Call call) {
    synchronized (call) {
      call.over = true;
      if (!call.isStuck) {
        return;
      }
    }
    Thread.interrupted(); // was meant for the type
    stuck.remove(call);
    threads.foundOne();
    LOG.log(System.Logger.Level.WARNING, () -> call.document + " takes edits again");
  }

  /** Looks for calls that take too long; to be called every second by one thread. */
  public void look() {
    long now = nanoTime.getAsLong();
    running.forEach(
        (thread, call) -> {
          if (now - call.since > limit.toNanos() && stuck.size() < MOST) {
            giveUp(thread, call);
          }
        });
  }

  private void giveUp(Thread thread, Call call) {
    synchronized (call) {
      if (call.over || call.isStuck) {
        return;
      }
      call.isStuck = true;
      stuck.add(call);
      threads.lostOne();
      thread.interrupt();
    }
    String where =
        Arrays.stream(thread.getStackTrace())
            .map(frame -> "\n\tat " + frame)
            .collect(Collectors.joining());
    LOG.log(
        System.Logger.Level.ERROR,
        () ->
            "document %s takes no edits: its type has not come back from an operation in %d s%s"
                .formatted(call.document, limit.toSeconds(), where));
  }

  /** Whether a document takes no edits. */
  boolean holds(DocumentId document) {
    return !stuck.isEmpty() && stuck.stream().anyMatch(call -> call.document.equals(document));
  }

  /** How many documents take no edits. */
  public int size() {
    return stuck.size();
  }
}
