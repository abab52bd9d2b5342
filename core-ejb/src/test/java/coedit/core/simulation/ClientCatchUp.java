package coedit.core.simulation;

import coedit.model.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Fetches the operations of a range by REST, as {@code catch-up.ts} does.
 *
 * @param stillWanted asked before each call and each answer
 */
record ClientCatchUp(
    ClientConversation.Link link,
    ClientTimers timers,
    long from,
    long to,
    BooleanSupplier stillWanted) {

  private static final int TRIES = 3;
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Gives all of them, or nothing when they cannot be had. */
  void fetch(Consumer<Optional<List<Operation>>> then) {
    fetch(TRIES, then);
  }

  private void fetch(int tries, Consumer<Optional<List<Operation>>> then) {
    link.fetch(
        from,
        to,
        found -> {
          if (!stillWanted.getAsBoolean()) {
            return;
          }
          if (found.isEmpty() && tries > 1) {
            timers.retryIn(RETRY, () -> fetch(tries - 1, then));
          } else {
            then.accept(found);
          }
        });
  }
}
