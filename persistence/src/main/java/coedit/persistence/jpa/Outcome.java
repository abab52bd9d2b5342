package coedit.persistence.jpa;

/** How a transaction ended. */
sealed interface Outcome<T> {

  /** Committed, and this came out of it. */
  record Done<T>(T value) implements Outcome<T> {}

  /** Certainly rolled back: commit was never sent, and the rollback succeeded. */
  record RolledBack<T>(Exception cause) implements Outcome<T> {}

  /** Committed or not: the answer was lost. */
  record Unknown<T>(Exception cause) implements Outcome<T> {}
}
