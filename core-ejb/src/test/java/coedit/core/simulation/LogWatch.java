package coedit.core.simulation;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks at one document's log as it grows: each operation once, when it is there, and all of them
 * again after a backup took the log's place. Snapshots that are there by then are looked at too.
 */
final class LogWatch {

  private final World world;
  private final DocumentId document;
  private final DocumentType type;
  private final Set<OperationName> names = new HashSet<>();
  private final Map<ClientId, Long> sequences = new HashMap<>();
  private DocumentState state;
  private long epoch;
  private long seen;
  private int restores;

  LogWatch(World world, DocumentId document) {
    this.world = world;
    this.document = document;
    this.type = world.type(document);
    this.state = type.empty();
  }

  /** Looks at what has come since. */
  void look() {
    if (restores != world.log.restores) {
      begin();
    }
    for (Operation operation : world.log.after(document, seen)) {
      next(operation);
    }
  }

  private void begin() {
    restores = world.log.restores;
    names.clear();
    sequences.clear();
    state = type.empty();
    epoch = 0;
    seen = 0;
  }

  private void next(Operation operation) {
    seen++;
    world.violations.unless(operation.revision() == seen, "INV-3: a hole before ", operation);
    world.violations.unless(names.add(operation.name()), "INV-2: twice ", operation.name());
    long before = sequences.getOrDefault(operation.name().client(), 0L);
    long step = operation.name().sequence() - before;
    world.violations.unless(
        step == 1 || (step > 1 && !type.strategy().needsTail()), "INV-5: ", operation);
    sequences.put(operation.name().client(), operation.name().sequence());
    world.violations.unless(operation.provenance().epoch() >= epoch, "INV-6: ", operation);
    epoch = operation.provenance().epoch();
    world.violations.unless(operation.payload().size() > 0, "stored and empty: ", operation);
    state = state.apply(operation.payload());
    snapshot(operation.revision());
  }

  private void snapshot(long revision) {
    world
        .snapshots
        .latest(document, revision)
        .filter(stored -> stored.snapshot().revision() == revision)
        .ifPresent(
            stored -> {
              world.violations.unless(
                  stored.snapshot().content().equals(state.content()),
                  "INV-9: snapshot at " + revision);
              stored
                  .clientHighs()
                  .forEach(
                      (client, high) ->
                          world.violations.unless(
                              high.sequence() == sequences.get(client),
                              "INV-2: dedupe state at " + revision));
            });
  }
}
