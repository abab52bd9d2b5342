package coedit.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceWorkloadTest {

  @TempDir Path folder;

  private Path write(String json) throws IOException {
    Path file = folder.resolve("trace.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static Report play(Path file) throws IOException {
    try (FakeServer server = new FakeServer(0)) {
      CoeditApi api = CoeditApi.signIn(server.url(), "alice", "alice");
      return new TraceWorkload(Options.parse("trace", "--file", file.toString())).run(api);
    }
  }

  @Test
  void oneAuthorsTextArrivesAsItWasTyped() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    List<String> transactions = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int place = random.nextInt(text.length() + 1);
      int deleted = Math.min(random.nextInt(3), text.length() - place);
      String inserted = random.nextInt(4) == 0 ? "" : "é\\\"" + i;
      text.replace(place, place + deleted, inserted.replace("\\", ""));
      transactions.add("{\"patches\":[[%d,%d,\"%s\"]]}".formatted(place, deleted, inserted));
    }
    String end = text.toString().replace("\"", "\\\"");
    Report report =
        play(
            write(
                "{\"startContent\":\"\",\"endContent\":\""
                    + end
                    + "\",\"txns\":["
                    + String.join(",", transactions)
                    + "]}"));
    assertEquals(0, report.incidents().size(), report.row());
  }

  @Test
  void twoAuthorsSeeOfEachOtherExactlyWhatTheTraceSays() throws IOException {
    Report report =
        play(
            write(
                """
                {"kind":"concurrent","endContent":"Hey, you there!","numAgents":2,"txns":[
                 {"parents":[],"agent":0,"patches":[[0,0,"Hello there"]]},
                 {"parents":[0],"agent":1,"patches":[[6,0,"you "]]},
                 {"parents":[0],"agent":0,"patches":[[2,3,"y,"]]},
                 {"parents":[2],"agent":0,"patches":[[10,0,"!"]]},
                 {"parents":[1],"agent":1,"patches":[[2,1,""]]}]}"""));
    assertEquals(0, report.incidents().size(), report.row());
  }
}
