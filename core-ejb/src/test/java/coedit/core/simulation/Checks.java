package coedit.core.simulation;

import coedit.core.fixture.WordType;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.spi.DocumentState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds after a run; what holds at every step is checked by logs and typists themselves. */
final class Checks {

  private final World world;

  Checks(World world) {
    this.world = world;
  }

  void all() {
    world.ids.forEach(this::history);
    world.typists.forEach(this::typist);
  }

  private void history(DocumentId document) {
    List<Operation> log = world.log.all(document);
    Set<OperationName> names = new HashSet<>();
    Map<ClientId, Long> sequences = new HashMap<>();
    DocumentState state = new WordType().empty();
    long epoch = 0;
    for (int i = 0; i < log.size(); i++) {
      Operation operation = log.get(i);
      Violation.unless(operation.revision() == i + 1, "INV-3: a hole before " + operation);
      Violation.unless(names.add(operation.name()), "INV-2: twice " + operation.name());
      long before = sequences.getOrDefault(operation.name().client(), 0L);
      Violation.unless(operation.name().sequence() == before + 1, "INV-5: " + operation);
      sequences.put(operation.name().client(), operation.name().sequence());
      Violation.unless(operation.provenance().epoch() >= epoch, "INV-6: " + operation);
      epoch = operation.provenance().epoch();
      state = state.apply(operation.payload());
      DocumentState here = state;
      world
          .snapshots
          .latest(document, operation.revision())
          .filter(stored -> stored.snapshot().revision() == operation.revision())
          .ifPresent(
              stored -> {
                Violation.unless(
                    stored.snapshot().content().equals(here.content()),
                    "INV-9: snapshot at " + operation.revision());
                stored
                    .clientHighs()
                    .forEach(
                        (client, high) ->
                            Violation.unless(
                                high.sequence() == sequences.get(client),
                                "INV-2: dedupe state at " + operation.revision()));
              });
    }
  }

  private void typist(Typist typist) {
    List<Operation> log = world.log.all(typist.document());
    Set<OperationName> names = new HashSet<>();
    DocumentState state = new WordType().empty();
    for (Operation operation : log) {
      names.add(operation.name());
      state = state.apply(operation.payload());
    }
    typist.acknowledged.forEach(
        name -> Violation.unless(names.contains(name), "INV-1: acknowledged and gone: " + name));
    Violation.unless(!typist.hasPending(), "INV-13: an edit after the faults is not settled");
    Violation.unless(
        typist.revision() == log.size() && typist.text().content().equals(state.content()),
        "INV-8: " + typist.revision() + " of " + log.size() + " revisions seen");
  }
}
