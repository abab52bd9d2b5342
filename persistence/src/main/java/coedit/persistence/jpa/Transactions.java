package coedit.persistence.jpa;

import coedit.persistence.StoreException;
import coedit.persistence.StoreUnavailableException;
import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** Runs work in a database transaction of its own, never in one of the caller's. */
interface Transactions {

  /** Runs the work, flushes and commits. Throws for no {@link Exception} of work or database. */
  <T> Outcome<T> attempt(Function<EntityManager, T> work);

  /**
   * Runs work that must succeed.
   *
   * @param what the work in words, for the exception's message
   * @throws StoreException when it did not, or nobody knows
   */
  default <T> T run(String what, Function<EntityManager, T> work) {
    Outcome<T> outcome = attempt(work);
    if (outcome instanceof Outcome.Done<T> done) {
      return done.value();
    }
    if (outcome instanceof Outcome.RolledBack<T> rolledBack) {
      if (rolledBack.cause() instanceof StoreException known) {
        throw known;
      }
      throw new StoreException("could not " + what, rolledBack.cause());
    }
    throw new StoreUnavailableException(
        "nobody knows whether the database managed to " + what,
        ((Outcome.Unknown<T>) outcome).cause());
  }
}
