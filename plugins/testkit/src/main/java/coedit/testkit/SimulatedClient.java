package coedit.testkit;

import coedit.model.ClientId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.spi.DocumentState;
import coedit.spi.OtAlgebra;
import coedit.spi.OtAlgebra.Side;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A client of an operational-transformation type: edits at once, keeps one submission under way and
 * the edits made since in a buffer, and carries what the server sends over both. Its own operations
 * are left, the server's are right. One thread.
 */
final class SimulatedClient<O> {

  private final OtAlgebra<O> algebra;
  private final ClientId id;
  private DocumentState state;
  private long revision;
  private long sequence = 1;
  private List<O> underWay = new ArrayList<>();
  private List<O> buffer = new ArrayList<>();

  SimulatedClient(OtAlgebra<O> algebra, ClientId id, DocumentState empty) {
    this.algebra = algebra;
    this.id = id;
    this.state = empty;
  }

  DocumentState state() {
    return state;
  }

  long revision() {
    return revision;
  }

  void edit(O operation) {
    state = algebra.apply(state, operation);
    buffer.add(operation);
  }

  /** The next submission, or nothing while one is under way or there is nothing to send. */
  Optional<Submission> send() {
    if (!underWay.isEmpty() || buffer.isEmpty()) {
      return Optional.empty();
    }
    underWay = buffer;
    buffer = new ArrayList<>();
    List<Payload> payloads = underWay.stream().map(algebra::encode).toList();
    return Optional.of(
        new Submission(new OperationName(id, sequence), "user" + id, revision, payloads));
  }

  /** Takes the next operation of the document; its own is the acknowledgement. */
  void receive(Operation operation) {
    if (operation.revision() != revision + 1) {
      throw new AssertionError("revision " + operation.revision() + " after " + revision);
    }
    revision++;
    if (operation.name().client().equals(id)) {
      if (operation.name().sequence() != sequence++) {
        throw new AssertionError("own operation out of order");
      }
      underWay.remove(0);
      return;
    }
    O theirs = carry(algebra.parse(operation.payload()), underWay);
    state = algebra.apply(state, carry(theirs, buffer));
  }

  /** Carries the server's operation over own ones, and those over it. */
  private O carry(O theirs, List<O> own) {
    O carried = theirs;
    for (int i = 0; i < own.size(); i++) {
      O mine = own.get(i);
      own.set(i, algebra.transform(mine, carried, Side.LEFT));
      carried = algebra.transform(carried, mine, Side.RIGHT);
    }
    return carried;
  }
}
