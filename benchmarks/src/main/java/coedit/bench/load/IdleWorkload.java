package coedit.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Many people have a document open and do nothing: what does one of them cost the server? */
final class IdleWorkload {

  private static final int CONNECTIONS_PER_DOCUMENT = 10;
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Options options;

  IdleWorkload(Options options) {
    this.options = options;
  }

  Report run(CoeditApi api) throws IOException {
    int process = options.number("server-pid", 0);
    int connections = options.number("connections", 5_000);
    try (Fleet fleet = new Fleet(api.handshake())) {
      joinOneDocument(api, fleet);
      ServerMemory before = ServerMemory.afterCollection(process);
      for (int i = 0; i < connections / CONNECTIONS_PER_DOCUMENT; i++) {
        joinOneDocument(api, fleet);
      }
      fleet.awaitJoined();
      fleet.await(QUIET);
      ServerMemory after = ServerMemory.afterCollection(process);
      return report(connections, before, after, fleet.measurement());
    }
  }

  /** The first one is not counted: it pays for the classes that are loaded. */
  private static void joinOneDocument(CoeditApi api, Fleet fleet) {
    fleet.join(api.create("text", "idle"), 0, CONNECTIONS_PER_DOCUMENT, 1);
  }

  private static Report report(
      int connections, ServerMemory before, ServerMemory after, Measurement measurement) {
    String result =
        String.format(
            Locale.ROOT,
            "%.1f KiB heap, %.1f KiB RSS per connection (heap %,d to %,d MiB, RSS %,d to %,d MiB)",
            (double) (after.heap() - before.heap()) / connections,
            (double) (after.resident() - before.resident()) / connections,
            before.heap() / 1_024,
            after.heap() / 1_024,
            before.resident() / 1_024,
            after.resident() / 1_024);
    String setting = connections + " connections, " + CONNECTIONS_PER_DOCUMENT + " per document";
    return Report.of("idle", setting, result, measurement.incidents());
  }
}
