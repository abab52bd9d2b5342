package coedit.core.lane;

import coedit.model.DocumentId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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

  /**
   * Documents whose threads are replaced; with more of them threads grow scarce, and the server
   * must be started again.
   */
  public static final int MOST = 8;

  private final Duration limit;
  private final Threads turns;
  private final Threads store;
  private final LongSupplier nanoTime;
  private final Map<Thread, Call> running = new ConcurrentHashMap<>();
  private final Set<Call> stuck = ConcurrentHashMap.newKeySet();

  /** Where types are called. */
  public interface Threads {

    /** There are as many as are needed. */
    Threads NONE =
        new Threads() {
          @Override
          public void lost(Thread thread) {}

          @Override
          public void grow() {}

          @Override
          public void shrink() {}
        };

    /** One is lost: what was to follow on it goes to the others. */
    void lost(Thread thread);

    /** One more is to be there. */
    void grow();

    /** One less is needed. */
    void shrink();
  }

  /** One call; its lock decides between coming back and being given up. */
  private static final class Call {
    private final DocumentId document;
    private final Threads threads;
    private final Runnable givenUp;
    private final long since;
    private boolean over;
    private boolean isStuck;
    private boolean isReplaced;

    Call(DocumentId document, Threads threads, Runnable givenUp, long since) {
      this.document = document;
      this.threads = threads;
      this.givenUp = givenUp;
      this.since = since;
    }
  }

  /**
   * @param limit how long a type may take for one operation
   * @param turns where lanes run
   * @param store where database calls are made, and documents opened and replayed
   */
  public Quarantine(Duration limit, Threads turns, Threads store, LongSupplier nanoTime) {
    this.limit = limit;
    this.turns = turns;
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /**
   * Makes a call of a document's type in its lane.
   *
   * @param givenUp told when it does not come back, on another thread: must hand over and return
   */
  <T> T watched(DocumentId document, Supplier<T> inside, Runnable givenUp) {
    return watched(inside, new Call(document, turns, givenUp, nanoTime.getAsLong()));
  }

  /** Makes one where database calls are made. */
  <T> T watchedOutside(DocumentId document, Supplier<T> inside, Runnable givenUp) {
    return watched(inside, new Call(document, store, givenUp, nanoTime.getAsLong()));
  }

  /** For the calls of a document's type that an opening or a replay needs. */
  public Replaying replaying(DocumentId document, Runnable givenUp) {
    return replaying(document, givenUp, () -> false);
  }

  /**
   * For calls that somebody waits for.
   *
   * @param isOver whether no further one is to begin
   */
  public Replaying replaying(DocumentId document, Runnable givenUp, BooleanSupplier isOver) {
    return new Replaying(this, document, givenUp, isOver);
  }

  private <T> T watched(Supplier<T> inside, Call call) {
    Thread thread = Thread.currentThread();
    Call outer = running.put(thread, call);
    try {
      return inside.get();
    } finally {
      if (outer == null) {
        running.remove(thread);
      } else {
        running.put(thread, outer);
      }
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
    if (call.isReplaced) {
      call.threads.shrink();
    }
    LOG.log(
        System.Logger.Level.WARNING, () -> "the type of document " + call.document + " is back");
  }

  /** Looks for calls that take too long; to be called every second by one thread. */
  public void look() {
    long now = nanoTime.getAsLong();
    running.forEach(
        (thread, call) -> {
          if (now - call.since > limit.toNanos()) {
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
      call.isReplaced = hasPlace(call.document);
      stuck.add(call);
      call.threads.lost(thread);
      if (call.isReplaced) {
        call.threads.grow();
      }
      thread.interrupt();
    }
    call.givenUp.run();
    String where =
        Arrays.stream(thread.getStackTrace())
            .map(frame -> "\n\tat " + frame)
            .collect(Collectors.joining());
    LOG.log(
        System.Logger.Level.ERROR,
        () ->
            "the type of document %s has not come back from a call in %d s%s"
                .formatted(call.document, limit.toSeconds(), where));
  }

  /** However many threads one document costs, it takes one place. */
  private boolean hasPlace(DocumentId document) {
    Set<DocumentId> placed =
        stuck.stream()
            .filter(call -> call.isReplaced)
            .map(call -> call.document)
            .collect(Collectors.toSet());
    return placed.contains(document) || placed.size() < MOST;
  }

  /** Whether a document's type has not come back. */
  public boolean holds(DocumentId document) {
    return !stuck.isEmpty() && stuck.stream().anyMatch(call -> call.document.equals(document));
  }

  /** How many calls are under way; for the gauge. */
  public int running() {
    return running.size();
  }

  /** How many calls have not come back. */
  public int size() {
    return stuck.size();
  }
}
