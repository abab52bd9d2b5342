package coedit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import coedit.model.ClientId;
import coedit.model.Operation;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import coedit.spi.OtAlgebra;
import coedit.spi.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Many clients of one document, with delays, through the type's strategy: after quiet all have the
 * server's state (INV-8).
 *
 * @param <O> the type's operation
 */
public abstract class OtConvergenceContract<O> {

  private static final int STEPS = 150;

  protected abstract DocumentType type();

  protected abstract OtAlgebra<O> algebra();

  /** A random operation that fits {@code state}. */
  protected abstract O randomOperation(DocumentState state, Random random);

  @Test
  void clientsConvergeOnTheServersState() {
    Seeds.forEach("clientsConvergeOnTheServersState", random -> run(2 + random.nextInt(4), random));
  }

  private void run(int clients, Random random) {
    History server = new History(type());
    List<SimulatedClient<O>> all = new ArrayList<>();
    for (int i = 1; i <= clients; i++) {
      all.add(new SimulatedClient<>(algebra(), new ClientId(i), type().empty()));
    }
    for (int step = 0; step < STEPS; step++) {
      SimulatedClient<O> client = all.get(random.nextInt(clients));
      switch (random.nextInt(3)) {
        case 0 -> client.edit(randomOperation(client.state(), random));
        case 1 -> submit(client, server);
        default -> receiveSome(client, server, random.nextInt(4));
      }
    }
    settle(all, server);
    for (SimulatedClient<O> client : all) {
      assertEquals(
          server.headState().content().utf8(), client.state().content().utf8(), "diverged");
    }
  }

  private static void submit(SimulatedClient<?> client, History server) {
    Optional<Submission> submission = client.send();
    if (submission.isPresent()) {
      List<Operation> sequenced = server.submit(submission.get());
      assertFalse(sequenced.isEmpty(), () -> "refused: " + server.resolve(submission.get()));
    }
  }

  private static void receiveSome(SimulatedClient<?> client, History server, int count) {
    List<Operation> waiting = server.tail(client.revision());
    waiting.stream().limit(count).forEach(client::receive);
  }

  /** Twice: a submission under way is acknowledged, then what waited behind it. */
  private static void settle(List<? extends SimulatedClient<?>> clients, History server) {
    for (int round = 0; round < 2; round++) {
      for (SimulatedClient<?> client : clients) {
        receiveSome(client, server, Integer.MAX_VALUE);
        submit(client, server);
      }
    }
    for (SimulatedClient<?> client : clients) {
      receiveSome(client, server, Integer.MAX_VALUE);
    }
  }
}
