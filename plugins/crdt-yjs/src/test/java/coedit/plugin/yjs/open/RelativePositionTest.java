package coedit.plugin.yjs.open;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.plugin.yjs.open.OpenOracle.History;
import coedit.testkit.Seeds;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Places that clients point to stay where Yjs says. */
class RelativePositionTest {

  private static final int ROUNDS = 30;

  @Test
  void pointsWhereYjsPoints() throws IOException, InterruptedException {
    OpenOracle oracle = new OpenOracle();
    Seeds.forEach("pointsWhereYjsPoints", ROUNDS, seed -> compare(oracle, seed));
    oracle.close();
  }

  private static void compare(OpenOracle oracle, long seed) {
    boolean collects = seed % 2 == 0;
    History history = oracle.history(seed, collects, "causal");
    OpenDocument document = new OpenDocument(collects, Limits.DEFAULT);
    history.updates().forEach(document::apply);
    for (String answer : oracle.ask("positions", Long.toString(seed))[0].split(",")) {
      String[] place = answer.split(":");
      byte[] bytes = OpenOracle.bytes(place[0]);
      RelativePosition position = RelativePosition.read(bytes);
      assertArrayEquals(bytes, position.toBytes());
      String index =
          position.in(document).map(found -> Integer.toString(found.index())).orElse("none");
      assertEquals(place[1], index, "seed " + seed + " " + position);
    }
  }
}
