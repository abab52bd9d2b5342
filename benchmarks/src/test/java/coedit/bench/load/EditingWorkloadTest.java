package coedit.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class EditingWorkloadTest {

  private static Report play(String... arguments) throws IOException {
    try (FakeServer server = new FakeServer(0)) {
      Options options = Options.parse(arguments);
      CoeditApi api = CoeditApi.signIn(server.url(), "alice", "alice");
      return new EditingWorkload(options).run(api);
    }
  }

  @Test
  void pacedEditorsReachTheirRateAndEverySessionSeesEverything() throws IOException {
    Report report =
        play("pairs", "--documents", "5", "--rate", "500", "--warmup", "0.3", "--seconds", "1");
    assertEquals(0, report.incidents().size(), report.row());
    int rate = Integer.parseInt(report.result().replaceAll(" op/s.*", ""));
    assertTrue(rate > 400 && rate < 600, report.row());
  }

  @Test
  void readersAreDeliveredWhatEditorsInAClosedLoopType() throws IOException {
    Report report = play("fanout", "--readers", "30", "--warmup", "0.3", "--seconds", "1");
    assertEquals(0, report.incidents().size(), report.row());
    assertTrue(report.delivery().contains(" / "), report.row());
  }
}
