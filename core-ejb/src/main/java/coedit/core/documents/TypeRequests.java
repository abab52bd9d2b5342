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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What requests ask of document types and wait for: exports, with the replay before them, and
 * imports. It runs on threads of its own, so that a type that does not come back keeps none of
 * those that serve requests: who waits is told, and the document's type is not asked like this
 * again until it is back. Editing the document goes on. Thread-safe.
 */
public final class TypeRequests {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_LOST = 64;
  private static final int OF_ONE_USER = 4;
  private static final String LIMIT = "exports";
  private static final String LOCKED = "the type of this document has not come back";

  private final Quarantine quarantine;
  private final Executor threads;
  private final BoundedTurns turns;
  private final Crowd users = new Crowd(OF_ONE_USER);

  /**
   * Requests that others wait a while for.
   *
   * @param quarantine of these calls alone: a slow export keeps nobody from editing
   * @param threads as many as are asked for; what bounds them is bounded here
   * @param atOnce how many requests are served at the same time
   * @param places where the others wait
   */
  public TypeRequests(Quarantine quarantine, Executor threads, int atOnce, WaitingPlaces places) {
    this.quarantine = quarantine;
    this.threads = threads;
    this.turns =
        new BoundedTurns(
            places, atOnce, PATIENCE, LIMIT, "many documents are being exported or imported");
  }

  /** Looks for calls that take too long; to be called every second by one thread. */
  public void look() {
    quarantine.look();
  }

  /** How many calls are under way; for the gauge. */
  public int running() {
    return quarantine.running();
  }

  /** How many calls have not come back; for the gauge. */
  public int lost() {
    return quarantine.size();
  }

  /**
   * Waits for an answer.
   *
   * @param user who asks
   * @param work does nothing but call the document's type; may go on after this has returned
   * @throws BusyException when too many ask, or have not come back
   */
  <T> Outcome<T> ask(String user, DocumentId document, Function<Replaying, Outcome<T>> work) {
    if (quarantine.holds(document)) {
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
    if (quarantine.size() >= MOST_LOST) {
      throw new BusyException(LIMIT, "many document types have not come back");
    }
    CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
    Replaying replaying = quarantine.replaying(document, () -> answer.complete(locked()));
    threads.execute(
        () -> {
          try {
            answer.complete(work.apply(replaying));
          } catch (RuntimeException | Error failed) {
            answer.completeExceptionally(failed);
          }
        });
    try {
      return answer.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw failed;
    }
  }

  private static <T> Outcome<T> locked() {
    return Outcome.refused(ErrorCode.PLUGIN_FAILED, LOCKED);
  }
}
