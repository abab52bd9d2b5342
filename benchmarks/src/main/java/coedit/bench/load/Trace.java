package coedit.bench.load;

import coedit.bench.load.wire.JsonCursor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A recorded editing history: one author's, or two authors' who typed at the same time.
 *
 * @param edits in an order in which nothing comes before what it was made on
 * @param authors 1 or 2
 * @param endContent the text that every correct algorithm ends with
 */
record Trace(List<Edit> edits, int authors, String endContent) {

  /**
   * One change of the text.
   *
   * @param seen how many edits of the other author this one was made on top of
   * @param place in code points
   * @param deleted how many code points go
   */
  record Edit(int author, int seen, int place, int deleted, String inserted) {}

  Trace {
    edits = List.copyOf(edits);
    requirePlayable(authors);
  }

  private static void requirePlayable(int authors) {
    if (authors < 1 || authors > 2) {
      throw new IllegalArgumentException("a trace of " + authors + " authors cannot be played");
    }
  }

  static Trace read(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new TraceReader(in.readAllBytes()).read();
    }
  }

  /** The first edits only, with the text they end with. Of one author, or nobody could tell it. */
  Trace first(int count) {
    if (count >= edits.size()) {
      return this;
    }
    if (authors > 1) {
      throw new IllegalArgumentException("only a trace of one author can be cut");
    }
    StringBuilder text = new StringBuilder();
    for (Edit edit : edits.subList(0, count)) {
      int from = text.offsetByCodePoints(0, edit.place);
      text.replace(from, text.offsetByCodePoints(from, edit.deleted), edit.inserted);
    }
    return new Trace(edits.subList(0, count), authors, text.toString());
  }

  List<Edit> of(int author) {
    return edits.stream().filter(edit -> edit.author == author).toList();
  }

  /** Reads both published forms; the sequential one has neither agents nor parents. */
  private static final class TraceReader {

    private final JsonCursor json = new JsonCursor();
    private final List<Edit> edits = new ArrayList<>();

    /** Of each transaction, how many edits of either author it and its past hold. */
    private final List<int[]> pasts = new ArrayList<>();

    private int authors = 1;
    private String endContent = "";

    TraceReader(byte[] bytes) {
      json.reset(bytes, 0, bytes.length);
    }

    Trace read() {
      json.enter('{');
      while (json.more('}')) {
        json.name();
        if (json.is("endContent")) {
          json.text();
          endContent = json.string();
        } else if (json.is("numAgents")) {
          authors = (int) json.integer();
          requirePlayable(authors);
        } else if (json.is("txns")) {
          json.enter('[');
          while (json.more(']')) {
            transaction();
          }
        } else {
          json.skip();
        }
      }
      return new Trace(edits, authors, endContent);
    }

    private void transaction() {
      int author = 0;
      int[] past = new int[2];
      json.enter('{');
      while (json.more('}')) {
        json.name();
        if (json.is("agent")) {
          author = (int) json.integer();
        } else if (json.is("parents")) {
          past = merged();
        } else if (json.is("patches")) {
          json.enter('[');
          while (json.more(']')) {
            patch(author, past[1 - author]);
            past[author]++;
          }
        } else {
          json.skip();
        }
      }
      pasts.add(past);
    }

    private int[] merged() {
      int[] past = new int[2];
      json.enter('[');
      while (json.more(']')) {
        int[] parent = pasts.get((int) json.integer());
        past[0] = Math.max(past[0], parent[0]);
        past[1] = Math.max(past[1], parent[1]);
      }
      return past;
    }

    private void patch(int author, int seen) {
      json.enter('[');
      int place = (int) number();
      int deleted = (int) number();
      json.more(']');
      json.text();
      String inserted = json.string();
      json.more(']');
      edits.add(new Edit(author, seen, place, deleted, inserted));
    }

    private long number() {
      json.more(']');
      return json.integer();
    }
  }
}
