package coedit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Types one author's part of a trace into a document, as the client of docs/protocol.md, section 4
 * would, while the other author does the same.
 *
 * <p>A keystroke's place is right only in the text its author saw. So what the other one committed
 * is held back until the next keystroke was made on top of it. What is held back and what is not
 * settled have their common beginning in one text: the first leads from it to the server's text,
 * the second to the author's. Each is transformed over the other where one of them is needed there.
 *
 * <p>Belongs to the thread that plays; messages wait in a queue.
 */
final class TraceAuthor implements Connection.Listener, AutoCloseable {

  /** How far an author types ahead of the acknowledgements. */
  private static final int AHEAD = 128;

  private static final int OPERATIONS = 64;
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<JsonNode> said = new LinkedBlockingQueue<>();
  private final List<Trace.Edit> edits;
  private final int others;
  private final Connection connection;
  private final String document;
  private final String client;
  private final StringBuilder text = new StringBuilder();

  private final List<Keystroke> unsettled = new ArrayList<>();
  private final List<Keystroke> held = new ArrayList<>();
  private int typed;
  private int seen;
  private int settled;
  private long revision;
  private Submission sent;
  private int unseen;
  private int concurrent;

  TraceAuthor(Api api, String document, Trace trace, int author) {
    this.document = document;
    this.edits = trace.by(author);
    this.others = trace.edits().size() - edits.size();
    this.sent = new Submission(document, 1, 0, List.of());
    connection = Connection.open(api, this);
    hear("welcome");
    connection.send("{\"t\":\"join\",\"d\":\"" + document + "\"}");
    JsonNode joined = hear("joined");
    assertEquals(0, joined.get("head").asLong(), "somebody has begun already");
    client = joined.get("client").asText();
  }

  /**
   * Returns when all of both authors is committed and seen here; fails when nobody says anything.
   */
  void play() {
    advance();
    while (settled < edits.size() || seen < others) {
      take(hear());
      for (JsonNode more = said.poll(); more != null; more = said.poll()) {
        take(more);
      }
      advance();
    }
  }

  String text() {
    return text.toString();
  }

  /**
   * How many own operations were committed after one of the other's that their author did not see.
   */
  int concurrent() {
    return concurrent;
  }

  private void take(JsonNode message) {
    switch (message.get("t").asText()) {
      case "ops" -> message.get("ops").forEach(this::operation);
      case "refuse" -> refused(message);
      case "ping" -> connection.send("{\"t\":\"pong\"}");
      case "presence", "pong" -> {}
      default -> throw new AssertionError("was told " + message);
    }
  }

  private void operation(JsonNode committed) {
    assertEquals(revision + 1, committed.get("r").asLong(), "INV-7");
    revision++;
    Keystroke keystroke = Keystroke.of(committed.get("op"));
    if (committed.get("c").asText().equals(client)) {
      settle(committed.get("s").asLong(), keystroke);
    } else {
      held.add(keystroke);
    }
  }

  private void settle(long sequence, Keystroke committed) {
    settled++;
    assertEquals(settled, sequence, "INV-5");
    Keystroke own = overAll(unsettled.remove(0), held, true);
    assertEquals(own, committed, "transformed otherwise than here");
    long alone = sent.base() + 1 + sequence - sent.sequence();
    concurrent += unseen > 0 || revision > alone ? 1 : 0;
  }

  private void refused(JsonNode message) {
    if (!AuthorState.isWorthAnotherTry(message)) {
      throw new AssertionError("refused: " + message);
    }
    Await.pause(Duration.ofMillis(message.path("retryAfter").asLong(250)));
    connection.send(sent.message());
  }

  /** A keystroke is sent as soon as nothing else is under way, whatever is typed or seen next. */
  private void advance() {
    do {
      if (settled == sent.lastSequence() && !unsettled.isEmpty()) {
        submit();
      }
    } while (look() || type());
  }

  /** Sees the next of the other's keystrokes when the next own one was made on top of it. */
  private boolean look() {
    int wanted = typed < edits.size() ? edits.get(typed).seen() : others;
    if (held.isEmpty() || seen >= wanted) {
      return false;
    }
    overAll(held.remove(0), unsettled, false).change(text);
    seen++;
    return true;
  }

  private boolean type() {
    if (typed == edits.size() || edits.get(typed).seen() > seen || unsettled.size() >= AHEAD) {
      return false;
    }
    Keystroke own = Keystroke.of(edits.get(typed++));
    unsettled.add(own);
    own.change(text);
    return true;
  }

  private void submit() {
    List<String> operations = new ArrayList<>();
    List<Keystroke> until = new ArrayList<>(held);
    for (Keystroke own : unsettled.subList(0, Math.min(OPERATIONS, unsettled.size()))) {
      operations.add(overAll(own, until, true).operation());
    }
    sent = new Submission(document, settled + 1, revision, operations);
    unseen = held.size();
    connection.send(sent.message());
  }

  /** One after all of a list, and the list after the one. */
  private static Keystroke overAll(Keystroke one, List<Keystroke> list, boolean left) {
    Keystroke moved = one;
    for (int i = 0; i < list.size(); i++) {
      Keystroke other = list.get(i);
      list.set(i, other.after(moved, !left));
      moved = moved.after(other, left);
    }
    return moved;
  }

  private JsonNode hear(String kind) {
    JsonNode message = hear();
    assertEquals(kind, message.get("t").asText());
    return message;
  }

  private JsonNode hear() {
    try {
      JsonNode message = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(message, "nothing is heard at revision " + revision);
      return message;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void message(JsonNode message) {
    said.add(message);
  }

  @Override
  public void closed(int code) {
    said.add(Api.json("{\"t\":\"the end\",\"code\":" + code + "}"));
  }

  @Override
  public void close() {
    connection.close();
  }
}
