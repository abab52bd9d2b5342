package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Unmodified npm clients of the Yjs ecosystem in a Node process, told by lines of JSON what to do.
 * What they complain about is in {@code target/yjs-clients.log}.
 */
final class YjsClients implements AutoCloseable {

  /** Every major version that is in use. */
  static final List<String> LIBRARIES =
      List.of(
          "y-websocket-1",
          "y-websocket-2",
          "y-websocket-3",
          "hocuspocus-2",
          "hocuspocus-3",
          "hocuspocus-4");

  private static final File SCRIPTS = Path.of("src/test/node").toFile();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process node;
  private final Writer commands;
  private final BufferedReader answers;
  private int clients;

  YjsClients() {
    ProcessBuilder builder = new ProcessBuilder("node", "clients.mjs").directory(SCRIPTS);
    builder.redirectError(
        ProcessBuilder.Redirect.appendTo(Path.of("target/yjs-clients.log").toFile()));
    node = Processes.start(builder);
    commands = node.outputWriter(StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A client signed in by cookie, as in a browser. */
  Client open(String library, Api person, String document) {
    return open(library, person, document, command -> signedIn(command, person));
  }

  /** A client without a cookie that shows a token inside the protocol, or a ticket. */
  Client openWith(String library, Api person, String document, String kind, String value) {
    return open(library, person, document, command -> command.put(kind, value));
  }

  private Client open(
      String library, Api person, String document, java.util.function.Consumer<ObjectNode> who) {
    ObjectNode command = command("open");
    String name = library + "#" + ++clients;
    command.put("name", name).put("library", library).put("document", document);
    command.put("server", person.server().toString());
    who.accept(command);
    call(command);
    return new Client(name);
  }

  /** A client of another document on the socket of one that is open. */
  Client beside(Client other, Api person, String document) {
    return open(
        other.library(), person, document, who -> signedIn(who.put("beside", other.name), person));
  }

  /** What one opening took. */
  record Opening(long micros, long bytes) {}

  /** Opens a document and closes it again as soon as it is there. */
  Opening opening(String library, Api person, String document) {
    ObjectNode command = command("opening");
    command.put("library", library).put("document", document);
    command.put("server", person.server().toString());
    signedIn(command, person);
    JsonNode took = call(command);
    return new Opening(took.get("micros").asLong(), took.get("received").asLong());
  }

  private static void signedIn(ObjectNode command, Api person) {
    command.put("cookie", person.cookieHeader()).put("origin", person.server().toString());
    command.put("token", "whatever");
  }

  /**
   * Sends frames over a bare socket and waits for its end.
   *
   * @param frames in hexadecimal
   * @return the close code, or the negative status of a refused handshake
   */
  int closeCode(Api person, String path, List<String> frames) {
    ObjectNode command = command("raw").put("path", path);
    signedIn(command, person);
    command.put("server", person.server().toString());
    frames.forEach(command.putArray("frames")::add);
    return closeCode(call(command));
  }

  /** The same without a sign-in and without frames. */
  int closeCodeOfStranger(Api person, String path) {
    return closeCode(
        call(command("raw").put("path", path).put("server", person.server().toString())));
  }

  /**
   * Sends frames over a bare socket that is not closed for them.
   *
   * @return what it is sent within a moment, in hexadecimal
   */
  List<String> said(Api person, String path, List<String> frames) {
    ObjectNode command = command("raw").put("path", path).put("moment", 1_000);
    signedIn(command, person);
    command.put("server", person.server().toString());
    frames.forEach(command.putArray("frames")::add);
    JsonNode answer = call(command);
    if (answer.path("code").asInt(-1) != 0) {
      throw new AssertionError("the socket was closed: " + answer);
    }
    return words(answer.get("said"));
  }

  private static int closeCode(JsonNode answer) {
    return answer.has("status") ? -answer.get("status").asInt() : answer.get("code").asInt();
  }

  private static ObjectNode command(String what) {
    return Api.JSON.createObjectNode().put("do", what);
  }

  private synchronized JsonNode call(ObjectNode command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the clients have ended; see target/yjs-clients.log");
      }
      JsonNode answer = Api.json(line);
      if (answer.has("failure")) {
        throw new IllegalStateException(answer.get("failure").asText());
      }
      return answer;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    Processes.kill(node.toHandle());
  }

  /** What a client shows. */
  record State(
      String text,
      boolean synced,
      int unsaved,
      List<String> people,
      List<String> events,
      List<String> denied,
      List<String> closes,
      List<String> said) {

    /**
     * Everything is here and everything is saved, as far as the client can know. Version 2 of
     * Hocuspocus starts to count anew when it connects and goes below nothing with what was made
     * before.
     */
    boolean isSettled() {
      return synced && unsaved <= 0;
    }
  }

  /** One client with one document. */
  final class Client {
    private final String name;

    Client(String name) {
      this.name = name;
    }

    private String library() {
      return name.substring(0, name.indexOf('#'));
    }

    void insert(int index, String text) {
      call(about("insert").put("index", index).put("text", text));
    }

    void remove(int index, int length) {
      call(about("remove").put("index", index).put("length", length));
    }

    /** Types tokens between those of others until it rests. */
    void types(Duration every) {
      call(about("type").put("every", every.toMillis()));
    }

    /** Ends typing and tells what was typed. */
    List<String> rests() {
      return words(call(about("rest")).get("typed"));
    }

    /** A word and its deletion, again and again, an update for each keystroke. */
    void hammers(int keystrokes) {
      call(about("hammer").put("keystrokes", keystrokes));
    }

    /** Repeats a recorded history and returns the text that it ends in if it is all of it. */
    Optional<String> plays(Path trace, int edits, int batch) {
      ObjectNode command = about("play").put("file", trace.toAbsolutePath().toString());
      JsonNode played = call(command.put("edits", edits).put("batch", batch));
      return played.get("whole").asBoolean()
          ? Optional.of(played.get("end").asText())
          : Optional.empty();
    }

    /** How long so many letters take to somebody else's screen, in milliseconds, sorted. */
    List<Double> pushes(Client reader, int times) {
      List<Double> millis = new ArrayList<>();
      JsonNode took = call(about("pushed").put("reader", reader.name).put("times", times));
      took.get("millis").forEach(each -> millis.add(each.asDouble()));
      millis.sort(null);
      return millis;
    }

    void saysStateless(String payload) {
      call(about("stateless").put("payload", payload));
    }

    /** Shows a fresh sign-in whenever it connects again. */
    void signsInAs(Api person) {
      call(about("sign").put("cookie", person.cookieHeader()));
    }

    /** Adds a paragraph to what Tiptap shows. */
    void writes(String text) {
      call(about("write").put("text", text));
    }

    /** What Tiptap would show, as XML. */
    String written() {
      return call(about("written")).get("text").asText();
    }

    void presents(String user) {
      call(about("present").put("user", user));
    }

    /** Cuts its connection, without a goodbye. */
    void drop() {
      call(about("drop"));
    }

    void close() {
      call(about("close"));
    }

    State state() {
      JsonNode state = call(about("state"));
      return new State(
          state.get("text").asText(),
          state.get("synced").asBoolean(),
          state.get("unsaved").asInt(),
          words(state.get("people")),
          words(state.get("events")),
          words(state.get("denied")),
          words(state.get("closes")),
          words(state.get("said")));
    }

    State await(String what, Predicate<State> condition) {
      return await(what, PATIENCE, condition);
    }

    State await(String what, Duration patience, Predicate<State> condition) {
      boolean happened = Await.within(patience, () -> condition.test(state()));
      if (!happened) {
        throw new AssertionError(name + ": not within " + patience + ": " + what + ": " + state());
      }
      return state();
    }

    private ObjectNode about(String what) {
      return command(what).put("name", name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
