package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A recorded history of one author, or of two who typed at the same time; see {@code
 * traces/README.md}.
 *
 * @param edits in an order in which each comes after all that its author saw
 * @param endContent the text it ends in, as its recorder gives it
 */
record Trace(List<Edit> edits, String endContent) {

  /**
   * One change of the text.
   *
   * @param seen how many edits of the other author this one was made on top of
   * @param place in code points
   * @param deleted how many code points go
   */
  record Edit(int author, int seen, int place, int deleted, String inserted) {

    /** As an operation of the type {@code text}. */
    String operation() {
      List<String> parts = new ArrayList<>();
      if (place > 0) {
        parts.add(Integer.toString(place));
      }
      if (!inserted.isEmpty()) {
        parts.add(Api.JSON.valueToTree(inserted).toString());
      }
      if (deleted > 0) {
        parts.add("{\"d\":" + deleted + "}");
      }
      return "[" + String.join(",", parts) + "]";
    }
  }

  Trace {
    edits = List.copyOf(edits);
  }

  /** One of those that come with the tests. */
  static Trace recorded(String name) {
    return read(Objects.requireNonNull(Trace.class.getResourceAsStream("/traces/" + name)));
  }

  static Trace of(Path file) {
    try {
      return read(Files.newInputStream(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Trace read(InputStream packed) {
    try (InputStream file = new GZIPInputStream(packed)) {
      JsonNode trace = Api.JSON.readTree(file);
      if (trace.path("numAgents").asInt(1) > 2 || !trace.path("startContent").asText().isEmpty()) {
        throw new IllegalArgumentException("not a text of one or two authors from its beginning");
      }
      return new Trace(edits(trace.get("txns")), trace.get("endContent").asText());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A transaction's past is how many edits of each author it holds, itself included. */
  private static List<Edit> edits(JsonNode transactions) {
    List<Edit> edits = new ArrayList<>();
    List<int[]> pasts = new ArrayList<>();
    for (JsonNode transaction : transactions) {
      int author = transaction.path("agent").asInt(0);
      int[] past = merged(transaction.get("parents"), pasts);
      for (JsonNode patch : transaction.get("patches")) {
        int seen = past[1 - author];
        int place = patch.get(0).asInt();
        edits.add(new Edit(author, seen, place, patch.get(1).asInt(), patch.get(2).asText()));
        past[author]++;
      }
      pasts.add(past);
    }
    return edits;
  }

  private static int[] merged(@Nullable JsonNode parents, List<int[]> pasts) {
    if (parents == null) {
      return pasts.isEmpty() ? new int[2] : pasts.get(pasts.size() - 1).clone();
    }
    int[] past = new int[2];
    for (JsonNode parent : parents) {
      past[0] = Math.max(past[0], pasts.get(parent.asInt())[0]);
      past[1] = Math.max(past[1], pasts.get(parent.asInt())[1]);
    }
    return past;
  }

  List<Edit> by(int author) {
    return edits.stream().filter(edit -> edit.author == author).toList();
  }
}
