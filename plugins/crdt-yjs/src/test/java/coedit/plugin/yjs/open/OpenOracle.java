package coedit.plugin.yjs.open;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real Yjs under Node, which answers one question a line. */
final class OpenOracle {

  private final Process node;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  OpenOracle() throws IOException {
    node =
        new ProcessBuilder("node", "open-oracle.js")
            .directory(new File("src/test/node"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    questions = node.outputWriter();
    answers = node.inputReader();
  }

  /** What some clients sent, in the order in which it arrives, and what Yjs makes of it. */
  record History(List<byte[]> updates, byte[] state, byte[] stateVector, String text) {}

  History history(long seed, boolean collects, String delivery) {
    String[] answer = ask("history", Long.toString(seed), Boolean.toString(collects), delivery);
    List<byte[]> updates = new ArrayList<>();
    for (String update : answer[0].split(",")) {
      updates.add(bytes(update));
    }
    String text = answer.length > 3 ? answer[3].replace("\\n", "\n") : "";
    return new History(updates, bytes(answer[1]), bytes(answer[2]), text);
  }

  /** "same" when Yjs reads this state as what the last history came to, else the difference. */
  String compare(byte[] state) {
    return ask("same", Base64.getEncoder().encodeToString(state))[0];
  }

  String[] ask(String... question) {
    try {
      questions.write(String.join("\t", question));
      questions.newLine();
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("Node ended");
      }
      return answer.split("\t", -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  void close() throws IOException, InterruptedException {
    questions.close();
    if (!node.waitFor(10, TimeUnit.SECONDS)) {
      node.destroyForcibly();
    }
  }
}
