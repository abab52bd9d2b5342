package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Replays what an author really typed. {@code -Dcoedit.trace=file.json.gz} replays another trace of
 * the same format instead of the recorded prefix.
 */
class TraceTest {

  private static final String RECORDED = "/traces/automerge-paper-20000.json.gz";

  private record Patch(int position, int deleted, String inserted) {

    TextOperation operation() {
      return new TextOperation.Builder()
          .skip(position)
          .delete(deleted)
          .insert(inserted, inserted.codePointCount(0, inserted.length()))
          .build();
    }
  }

  @Test
  void replayGivesTheTextOfTheNaiveTwin() throws IOException {
    List<Patch> patches = readPatches();
    TextState state = TextState.EMPTY;
    StringBuilder twin = new StringBuilder();
    for (int i = 0; i < patches.size(); i++) {
      Patch patch = patches.get(i);
      state = state.apply(patch.operation());
      int start = twin.offsetByCodePoints(0, patch.position());
      twin.replace(start, twin.offsetByCodePoints(start, patch.deleted()), patch.inserted());
      if (i % 1_000 == 0) {
        RopeInvariants.check(state.rope());
      }
    }
    assertTrue(patches.size() >= 20_000);
    assertEquals(twin.toString(), state.text());
    RopeInvariants.check(state.rope());
  }

  private static List<Patch> readPatches() throws IOException {
    String file = System.getProperty("coedit.trace");
    try (InputStream packed =
            file == null
                ? Objects.requireNonNull(TraceTest.class.getResourceAsStream(RECORDED))
                : Files.newInputStream(Path.of(file));
        JsonParser json = new JsonFactory().createParser(new GZIPInputStream(packed))) {
      List<Patch> patches = new ArrayList<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        // Only patches hold numbers.
        if (token == JsonToken.VALUE_NUMBER_INT) {
          int position = json.getIntValue();
          patches.add(new Patch(position, json.nextIntValue(-1), json.nextTextValue()));
        }
      }
      return patches;
    }
  }
}
