package coedit.plugin.yjs.update;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Real Yjs under Node, asked line by line. One thread. */
final class YjsReference {

  private final Process node;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  /** What a Yjs document is after some updates. */
  record Loaded(List<String> vectors, String content) {
    String vector() {
      return vectors.get(vectors.size() - 1);
    }
  }

  YjsReference() {
    try {
      node =
          new ProcessBuilder("node", "updates.js")
              .directory(new File("src/test/node"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    questions = node.outputWriter();
    answers = node.inputReader();
  }

  /**
   * The updates that editors sent in a random history, oldest first.
   *
   * @param kind {@code states} when a whole state may be among them, in which deleted content is
   *     collected; {@code edits} when not
   */
  List<byte[]> history(long seed, int people, int steps, String kind) {
    return updates("history " + seed + " " + people + " " + steps + " " + kind);
  }

  /** What one person typed as Yjs encodes the whole of it, then each keystroke. */
  List<byte[]> typing(long seed, int count) {
    return updates("typing " + seed + " " + count);
  }

  private List<byte[]> updates(String question) {
    int count = Integer.parseInt(ask(question));
    List<byte[]> updates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      updates.add(bytes(answer()));
    }
    return updates;
  }

  /** A document that gets these updates in turn. */
  Loaded load(List<byte[]> updates) {
    String vectors = ask("load " + joined(updates));
    return new Loaded(List.of(vectors.split(" ")), answer());
  }

  Loaded load(byte[] update) {
    return load(List.of(update));
  }

  byte[] merge(List<byte[]> updates) {
    return bytes(ask("merge " + joined(updates)));
  }

  byte[] diff(byte[] update, byte[] vector) {
    return bytes(ask("diff " + hex(update) + " " + hex(vector)));
  }

  /** A snapshot, the document later on, and what the snapshot shows of it. */
  record Past(byte[] snapshot, byte[] whole, String content) {}

  /** A snapshot that was taken when so many of the updates had come. */
  Past snapshot(int had, List<byte[]> updates) {
    byte[] snapshot = bytes(ask("snapshot " + had + " " + joined(updates)));
    return new Past(snapshot, bytes(answer()), answer());
  }

  String vector(byte[] update) {
    return ask("vector " + hex(update));
  }

  /** Another function of one update. */
  byte[] call(String function, byte[] update) {
    return bytes(ask(function + " " + hex(update)));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String joined(List<byte[]> updates) {
    return updates.stream().map(YjsReference::hex).collect(Collectors.joining(" "));
  }

  private String ask(String question) {
    try {
      questions.write(question);
      questions.newLine();
      questions.flush();
      return answer();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("Node has ended");
      }
      return line;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  void close() throws IOException, InterruptedException {
    questions.close();
    if (!node.waitFor(10, TimeUnit.SECONDS)) {
      node.destroyForcibly();
    }
  }
}
