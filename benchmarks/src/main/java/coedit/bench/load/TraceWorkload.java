package coedit.bench.load;

import coedit.bench.load.socket.SocketLoop;
import coedit.bench.load.wire.MessageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Types a recorded history through sockets and checks that the server ends with its text. */
final class TraceWorkload {

  private final Options options;
  private final ProcessorMeter meter;

  TraceWorkload(Options options) {
    this.options = options;
    this.meter = ProcessorMeter.of(options);
  }

  Report run(CoeditApi api) throws IOException {
    Path file = Path.of(options.text("file", ""));
    Trace trace = Trace.read(file).first(options.number("limit", Integer.MAX_VALUE));
    String document = api.create("text", "trace " + file.getFileName());
    Measurement measurement = new Measurement();
    ProcessorTime used;
    try (SocketLoop loop = new SocketLoop()) {
      List<TraceAuthor> authors =
          join(api, loop, trace, new DocumentClock(document, 1), measurement);
      ProcessorTime before = meter.read();
      measurement.open(System.nanoTime());
      play(loop, authors);
      measurement.close(System.nanoTime());
      used = meter.read().since(before);
      loop.call(() -> disconnect(authors)).join();
    }
    if (!api.text(document).equals(trace.endContent())) {
      measurement.incident("the server's text is not the trace's");
    }
    return report(file, trace, measurement, used);
  }

  private static List<TraceAuthor> join(
      CoeditApi api, SocketLoop loop, Trace trace, DocumentClock clock, Measurement measurement) {
    MessageReader reader = new MessageReader();
    List<TraceAuthor> authors = new ArrayList<>();
    for (int i = 0; i < trace.authors(); i++) {
      TraceAuthor author = new TraceAuthor(clock, reader, measurement, trace.of(i));
      authors.add(author);
      loop.connect(api.handshake(), author);
    }
    authors.forEach(author -> author.whenJoined().join());
    return authors;
  }

  private static void play(SocketLoop loop, List<TraceAuthor> authors) {
    loop.execute(
        () -> {
          for (int i = 0; i < authors.size(); i++) {
            authors.get(i).playWith(authors.size() == 1 ? null : authors.get(1 - i));
          }
        });
    CompletableFuture<?>[] done =
        authors.stream().map(TraceAuthor::whenDone).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(done).join();
  }

  private static boolean disconnect(List<TraceAuthor> authors) {
    authors.forEach(TraceAuthor::disconnect);
    return true;
  }

  private Report report(Path file, Trace trace, Measurement measurement, ProcessorTime used) {
    int count = trace.edits().size();
    String result =
        String.format(
            Locale.ROOT,
            "%,d operations in %.1f s, %,.0f op/s, ends with the trace's text",
            count,
            measurement.seconds(),
            count / measurement.seconds());
    return new Report(
        "trace",
        file.getFileName() + ", " + trace.authors() + " author(s)",
        result,
        measurement.acknowledgements().p50AndP99(),
        "-",
        Report.cost(used, count, measurement.seconds()),
        measurement.incidents());
  }
}
