package coedit.core.simulation;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds after a run; what holds at every step is checked by logs and actors themselves. */
final class Checks {

  private final World world;

  Checks(World world) {
    this.world = world;
  }

  void all() {
    world.ids.forEach(this::history);
    world.actors.forEach(Actor::check);
  }

  private void history(DocumentId document) {
    List<Operation> log = world.log.all(document);
    Set<OperationName> names = new HashSet<>();
    Map<ClientId, Long> sequences = new HashMap<>();
    DocumentType type = world.type(document);
    DocumentState state = type.empty();
    long epoch = 0;
    for (int i = 0; i < log.size(); i++) {
      Operation operation = log.get(i);
      world.violations.unless(operation.revision() == i + 1, "INV-3: a hole before ", operation);
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
      DocumentState here = state;
      world
          .snapshots
          .latest(document, operation.revision())
          .filter(stored -> stored.snapshot().revision() == operation.revision())
          .ifPresent(
              stored -> {
                world.violations.unless(
                    stored.snapshot().content().equals(here.content()),
                    "INV-9: snapshot at " + operation.revision());
                stored
                    .clientHighs()
                    .forEach(
                        (client, high) ->
                            world.violations.unless(
                                high.sequence() == sequences.get(client),
                                "INV-2: dedupe state at " + operation.revision()));
              });
    }
  }
}
