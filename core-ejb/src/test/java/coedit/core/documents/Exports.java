package coedit.core.documents;

import coedit.core.fixture.NoThreads;
import coedit.core.service.WaitingPlaces;
import java.time.Duration;

/** Exports and imports for tests. */
final class Exports {

  private Exports() {}

  /** On the caller's thread, as long as they take. */
  static TypeRequests ofOneThread() {
    return new TypeRequests(
        NoThreads.quarantine(), Duration.ofDays(1), () -> 0, Runnable::run, 1, new WaitingPlaces());
  }
}
