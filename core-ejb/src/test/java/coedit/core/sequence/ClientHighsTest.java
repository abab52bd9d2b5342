package coedit.core.sequence;

import static coedit.core.fixture.Texts.operation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.ClientId;
import coedit.persistence.ClientHigh;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientHighsTest {

  @Test
  void knowsTheLastOperationOfEveryClient() {
    ClientHighs highs = ClientHighs.none().with(operation(1, 7, 1)).with(operation(2, 8, 1));
    ClientHighs later = highs.with(operation(3, 7, 2));
    assertEquals(2, later.sequenceOf(new ClientId(7)));
    assertEquals(3, later.find(new ClientId(7)).orElseThrow().revision());
    assertEquals(1, later.sequenceOf(new ClientId(8)));
    assertEquals(0, later.sequenceOf(new ClientId(9)));
    assertEquals(1, highs.sequenceOf(new ClientId(7)), "an earlier value stays as it was");
  }

  @Test
  void agreesWithAPlainMapAlsoPastTheOverlay() {
    Random random = new Random(5);
    Map<ClientId, ClientHigh> plain = new HashMap<>();
    ClientHighs highs = ClientHighs.none();
    for (int i = 1; i < 3_000; i++) {
      ClientId client = new ClientId(1 + random.nextInt(200));
      ClientHigh high = new ClientHigh(i, i, i, "alice");
      plain.put(client, high);
      highs = highs.with(client, high);
    }
    assertEquals(plain, highs.toMap());
    assertTrue(highs.find(new ClientId(201)).isEmpty());
  }

  @Test
  void givesTheClientsThatWereActiveAfterARevision() {
    ClientHighs highs = ClientHighs.none();
    for (int i = 1; i <= 100; i++) {
      highs = highs.with(new ClientId(i), new ClientHigh(1, i, 0, "alice"));
    }
    assertEquals(Set.of(new ClientId(99), new ClientId(100)), highs.activeAfter(98).keySet());
    assertEquals(highs.toMap(), highs.activeAfter(-5));
  }
}
