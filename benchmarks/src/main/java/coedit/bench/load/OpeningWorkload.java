package coedit.bench.load;

import coedit.bench.load.socket.SocketLoop;
import coedit.bench.load.wire.MessageReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * How long a person waits for a document: from the join being sent to the whole state being here.
 *
 * <p>In two calls, because the server is restarted between them: the first types the documents and
 * prints their ids; the second joins each for the first time since, then the first one again and
 * again.
 */
final class OpeningWorkload {

  private static final int WARM_JOINS = 20;

  private final Options options;

  OpeningWorkload(Options options) {
    this.options = options;
  }

  Report run(CoeditApi api) throws IOException {
    try (SocketLoop loop = new SocketLoop()) {
      return options.has("ids") ? open(api, loop) : type(api, loop);
    }
  }

  private Report type(CoeditApi api, SocketLoop loop) {
    int keystrokes = options.number("keystrokes", 1_000);
    Measurement measurement = new Measurement();
    MessageReader reader = new MessageReader();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < options.number("documents", 1); i++) {
      String id = api.create("text", "opening " + keystrokes);
      DocumentClock clock = new DocumentClock(id, 1);
      TraceAuthor author = new TraceAuthor(clock, reader, measurement, keystrokes(keystrokes));
      loop.connect(api.handshake(), author);
      author.whenJoined().join();
      loop.execute(() -> author.playWith(null));
      author.whenDone().join();
      loop.execute(author::disconnect);
      ids.add(id);
    }
    return Report.of(
        "typed", keystrokes + " keystrokes", String.join(",", ids), measurement.incidents());
  }

  /** Letters, mostly at the end, as people write. */
  private static List<Trace.Edit> keystrokes(int count) {
    List<Trace.Edit> edits = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String letter = String.valueOf((char) ('a' + i % 26));
      edits.add(new Trace.Edit(0, 0, i % 10 == 9 ? i / 2 : i, 0, letter));
    }
    return edits;
  }

  private Report open(CoeditApi api, SocketLoop loop) {
    Measurement measurement = new Measurement();
    String[] ids = options.text("ids", "").split(",", -1);
    Histogram cold = new Histogram();
    double first = 0;
    for (String id : ids) {
      long nanos = join(api, loop, id, measurement);
      first = first == 0 ? nanos / 1e6 : first;
      cold.record(nanos);
    }
    Histogram warm = new Histogram();
    for (int i = 0; i < WARM_JOINS; i++) {
      warm.record(join(api, loop, ids[0], measurement));
    }
    String result =
        String.format(
            Locale.ROOT,
            "cold: %.1f ms the very first, %.1f ms median; warm: %.1f ms median of %d",
            first,
            cold.millisAt(0.5),
            warm.millisAt(0.5),
            WARM_JOINS);
    String setting =
        ids.length + " documents of " + options.text("keystrokes", "?") + " keystrokes";
    return Report.of("opening", setting, result, measurement.incidents());
  }

  private static long join(
      CoeditApi api, SocketLoop loop, String document, Measurement measurement) {
    DocumentClock clock = new DocumentClock(document, 1);
    Follower follower = new Follower(clock, new MessageReader(), measurement);
    loop.connect(api.handshake(), follower);
    follower.whenJoined().join();
    CompletableFuture<Long> waited = loop.call(follower::waitedForState);
    loop.execute(follower::disconnect);
    return waited.join();
  }
}
