package coedit.core.documents;

import coedit.core.lane.Quarantine;
import coedit.core.lane.Replaying;
import coedit.core.service.BoundedTurns;
import coedit.core.service.BusyException;
import coedit.core.service.Crowd;
import coedit.core.service.Outcome;
import coedit.core.service.WaitingPlaces;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What requests ask of document types and wait for: exports, with the replay before them, and
 * imports. It runs on threads of its own, so that a type that does not come back keeps none of
 * those that serve requests: who waits is told, and the document's type is not asked like this
 * again until it is back. Each call has its limit, and all calls of a request together have theirs.
 * Editing the document goes on. Thread-safe.
 */
public final class TypeRequests {

  private static final System.Logger LOG = System.getLogger(TypeRequests.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_LOST = 64;
  private static final int OF_ONE_USER = 4;
  private static final String LIMIT = "exports";
  private static final String LOCKED = "the type of this document has not come back";

  private final Quarantine quarantine;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final Executor threads;
  private final BoundedTurns turns;
  private final Set<Request<?>> underWay = ConcurrentHashMap.newKeySet();
  private final Crowd users = new Crowd(OF_ONE_USER);

  /**
   * Requests that others wait a while for.
   *
   * @param quarantine of these calls alone: a slow export keeps nobody from editing
   * @param limit how long the calls of one request may take together
   * @param nanoTime time that passes evenly
   * @param threads as many as are asked for; what bounds them is bounded here
   * @param atOnce how many requests are served at the same time
   * @param places where the others wait
   */
  public TypeRequests(
      Quarantine quarantine,
      Duration limit,
      LongSupplier nanoTime,
      Executor threads,
      int atOnce,
      WaitingPlaces places) {
    this.quarantine = quarantine;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.threads = threads;
    this.turns =
        new BoundedTurns(
            places, atOnce, PATIENCE, LIMIT, "many documents are being exported or imported");
  }

  /** One that somebody waits for, or has waited for. */
  private static final class Request<T> {
    private final DocumentId document;
    private final long since;
    private final CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
    private volatile boolean isGivenUp;

    Request(DocumentId document, long since) {
      this.document = document;
      this.since = since;
    }

    /** Its thread ends with the call that it is in. */
    void giveUp() {
      isGivenUp = true;
      answer.complete(locked());
    }
  }

  /** Looks for what takes too long; to be called every second by one thread. */
  public void look() {
    quarantine.look();
    long now = nanoTime.getAsLong();
    for (Request<?> request : underWay) {
      if (!request.isGivenUp && now - request.since > limit.toNanos()) {
        request.giveUp();
        LOG.log(
            System.Logger.Level.WARNING,
            () ->
                "document %s was not exported or imported within %d s: its type is too slow"
                    .formatted(request.document, limit.toSeconds()));
      }
    }
  }

  /** How many requests have a thread; for the gauge. */
  public int running() {
    return underWay.size();
  }

  /** How many of them were given up, and have not come back; for the gauge. */
  public int lost() {
    return (int) underWay.stream().filter(request -> request.isGivenUp).count();
  }

  private boolean isLost(DocumentId document) {
    return underWay.stream()
        .anyMatch(request -> request.isGivenUp && request.document.equals(document));
  }

  /**
   * Waits for an answer.
   *
   * @param user who asks
   * @param work does nothing but call the document's type; may go on after this has returned
   * @throws BusyException when too many ask, or have not come back
   */
  <T> Outcome<T> ask(String user, DocumentId document, Function<Replaying, Outcome<T>> work) {
    if (isLost(document)) {
      return locked();
    }
    if (!users.enter(user)) {
      throw new BusyException(LIMIT, "other exports and imports of yours are under way");
    }
    try {
      return turns.<Outcome<T>, RuntimeException>take(() -> answer(document, work));
    } finally {
      users.leave(user);
    }
  }

  private <T> Outcome<T> answer(DocumentId document, Function<Replaying, Outcome<T>> work) {
    if (lost() >= MOST_LOST) {
      throw new BusyException(LIMIT, "many document types have not come back");
    }
    Request<T> request = new Request<>(document, nanoTime.getAsLong());
    threads.execute(() -> serve(request, work));
    try {
      return request.answer.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw failed;
    }
  }

  private <T> void serve(Request<T> request, Function<Replaying, Outcome<T>> work) {
    Replaying replaying =
        quarantine.replaying(request.document, request::giveUp, () -> request.isGivenUp);
    try {
      request.answer.complete(worked(request, work, replaying));
    } catch (CancellationException givenUp) { // its caller may not have been told yet
      request.answer.complete(locked());
    } catch (RuntimeException | Error failed) {
      request.answer.completeExceptionally(failed);
    }
  }

  /** Who is answered finds the request no longer under way. */
  private <T> Outcome<T> worked(
      Request<T> request, Function<Replaying, Outcome<T>> work, Replaying replaying) {
    underWay.add(request);
    try {
      return work.apply(replaying);
    } finally {
      underWay.remove(request);
    }
  }

  private static <T> Outcome<T> locked() {
    return Outcome.refused(ErrorCode.PLUGIN_FAILED, LOCKED);
  }
}
