package coedit.system;

import coedit.system.AuthorState.Acknowledged;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One honest author of one text document: keeps a replica by applying operations in order, has one
 * submission under way, and after a lost connection goes to the next server of its list, resumes
 * and sends what is unsettled again.
 *
 * <p>It makes each submission at its own revision and does nothing meanwhile, so it never has to
 * transform anything. Used by one thread; messages come on another.
 */
final class TestClient implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofSeconds(4);
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private final String user;
  private final String document;
  private final List<? extends Node> nodes;
  private int turn;

  private @Nullable Conversation conversation;
  private final AuthorState state;
  private @Nullable String fault;
  private int reconnects;
  private final Diary diary = new Diary();

  private TestClient(String user, String document, List<? extends Node> nodes) {
    this.user = user;
    this.document = document;
    this.state = new AuthorState(document);
    this.nodes = List.copyOf(nodes);
  }

  /** Signs in at the first server and joins; the others are for when that one is gone. */
  static TestClient join(String user, String document, List<? extends Node> nodes) {
    TestClient client = new TestClient(user, document, nodes);
    client.connect();
    return client;
  }

  static TestClient join(String user, String document, Node node) {
    return join(user, document, List.of(node));
  }

  /** Makes operations of the text as it is, sends them, and returns when they are acknowledged. */
  List<Acknowledged> submit(Function<String, List<String>> edit) {
    Submission submission = begin(edit);
    if (!settled(SETTLED)) {
      throw new AssertionError(this + " has no answer to " + submission);
    }
    List<Acknowledged> all = acknowledged();
    return all.subList(all.size() - submission.operations().size(), all.size());
  }

  Acknowledged insert(int at, String text) {
    return submit(now -> List.of(insertion(at, text))).get(0);
  }

  /**
   * Types until an edit is refused for good, or the server ends the conversation.
   *
   * @throws AssertionError when there is no answer instead
   */
  void typeUntilRefused() {
    try {
      while (true) {
        insert(0, "e");
      }
    } catch (IllegalStateException ended) {
      String why = String.valueOf(ended.getMessage());
      if (!why.contains("refused") && !why.contains("the server ended it")) {
        throw new AssertionError("not refused", ended);
      }
      System.out.println(user + " stops: " + why);
    }
  }

  static String insertion(int at, String text) {
    String quoted = Api.JSON.valueToTree(text).toString();
    return at == 0 ? "[" + quoted + "]" : "[" + at + "," + quoted + "]";
  }

  /** Sends without waiting for the answer. */
  Submission begin(Function<String, List<String>> edit) {
    Submission submission;
    synchronized (this) {
      check();
      submission = state.begin(edit);
    }
    send(submission);
    return submission;
  }

  /** Whether what was begun is acknowledged in time; reconnects and sends again as needed. */
  boolean settled(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Submission again = null;
      boolean lost;
      synchronized (this) {
        check();
        if (state.unsettled() == null) {
          return true;
        }
        lost = conversation == null;
        if (!lost && state.isDueAgain(System.nanoTime())) {
          again = state.unsettled();
        } else if (!lost) {
          pause();
        }
      }
      if (System.nanoTime() - end > 0) {
        return false;
      }
      if (lost) {
        reconnect();
      } else if (again != null) {
        send(again);
      }
    }
  }

  /** Waits until the replica has come so far, reconnecting as needed. */
  void awaitRevision(long revision, Duration patience) {
    Await.until(
        user + " at revision " + revision + ", is at " + revision(),
        patience,
        () -> {
          if (!isConnected()) {
            reconnect();
          }
          return revision() >= revision;
        });
  }

  synchronized String text() {
    check();
    return state.text();
  }

  synchronized long revision() {
    check();
    return state.revision();
  }

  synchronized List<Acknowledged> acknowledged() {
    return state.acknowledged();
  }

  /** When a revision came, by {@code System.nanoTime}; only what came as an operation. */
  synchronized @Nullable Long seenAt(long revision) {
    return state.seenAt(revision);
  }

  /** The code of the last refusal; empty when there was none. */
  synchronized String refusedWith() {
    return state.refusedWith();
  }

  /** By revision: revision, client and sequence of what was shown. */
  synchronized Map<Long, String> shown() {
    return state.shown();
  }

  String document() {
    return document;
  }

  /** What happened to this author lately, for who waits for it. */
  @Override
  public String toString() {
    return user + " of " + document + ": " + diary;
  }

  /** From asking to join to the answer, on the present socket. */
  synchronized long joinNanos() {
    return conversation == null ? 0 : conversation.joinNanos;
  }

  synchronized int reconnects() {
    return reconnects;
  }

  /** Bytes of text that came on the present socket. */
  synchronized long received() {
    return conversation == null ? 0 : conversation.connection().received();
  }

  synchronized boolean isConnected() {
    check();
    return conversation != null;
  }

  /** Cuts the line without a word. */
  synchronized void cut() {
    if (conversation != null) {
      diary.note("cuts");
      conversation.connection().abort();
      conversation = null;
    }
  }

  @Override
  public synchronized void close() {
    if (conversation != null) {
      conversation.connection().close();
      conversation = null;
    }
  }

  private void reconnect() {
    try {
      connect();
      synchronized (this) {
        reconnects++;
      }
    } catch (RuntimeException notThere) {
      diary.note("fails: " + notThere.getMessage());
      Await.pause(Duration.ofMillis(200));
    }
  }

  private void connect() {
    Node node = nodes.get(turn++ % nodes.size());
    Conversation opening = new Conversation();
    diary.note("connects to " + node.address());
    synchronized (this) {
      conversation = opening;
    }
    try {
      opening.open(Api.signIn(node, user));
      opening.awaitJoined();
    } catch (RuntimeException failed) {
      synchronized (this) {
        conversation = null;
      }
      throw failed;
    }
    Submission again;
    synchronized (this) {
      again = state.unsettled();
    }
    if (again != null) {
      send(again);
    }
  }

  private void send(Submission submission) {
    Conversation to;
    synchronized (this) {
      to = conversation;
    }
    if (to != null) {
      diary.note("sends " + submission.sequence());
      to.connection().send(submission.message());
    }
  }

  private void check() {
    if (fault != null) {
      throw new IllegalStateException(user + ": " + fault);
    }
  }

  private void pause() {
    try {
      wait(20);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** What is said on one socket; words of a socket that was given up count no more. */
  private final class Conversation implements Connection.Listener {

    private @Nullable Connection connection;
    private boolean welcome;
    private boolean joined;
    private long joinNanos;

    void open(Api api) {
      connection =
          turn == 1
              ? Connection.open(api, this)
              : Connection.open(api, this, AGAIN); // the next server may be there
    }

    Connection connection() {
      if (connection == null) {
        throw new IllegalStateException("not open");
      }
      return connection;
    }

    void awaitJoined() {
      await(() -> welcome);
      joinNanos = -System.nanoTime();
      connection().send(state.joinMessage());
      await(() -> joined);
    }

    private void await(BooleanSupplier said) {
      boolean came =
          Await.within(
              ANSWER,
              () -> {
                synchronized (TestClient.this) {
                  return said.getAsBoolean() || conversation != this || fault != null;
                }
              });
      if (!came || !said.getAsBoolean()) {
        connection().abort();
        throw new IllegalStateException("no answer from " + nodes);
      }
    }

    @Override
    public void message(JsonNode message) {
      if (message.get("t").asText().equals("ping")) {
        connection().send("{\"t\":\"pong\"}");
        return;
      }
      synchronized (TestClient.this) {
        if (conversation != this) {
          return;
        }
        try {
          take(message);
        } catch (RuntimeException wrong) {
          fault = wrong + " at " + message;
        }
        TestClient.this.notifyAll();
      }
    }

    private void take(JsonNode message) {
      diary.heard(message);
      switch (message.get("t").asText()) {
        case "welcome" -> welcome = true;
        case "joined" -> joined(message);
        case "ops" -> state.operations(message.get("ops"));
        case "ack" -> state.ack(message);
        case "refuse" -> state.refuse(message);
        case "closed" -> end(AuthorState.isWorthAnotherTry(message), message);
        case "reset" -> end(false, message);
        case "error" -> end(message.get("fatal").asBoolean(), message);
        default -> {}
      }
    }

    private void joined(JsonNode message) {
      state.joined(message);
      joinNanos += System.nanoTime();
      joined = true;
    }

    private void end(boolean worthAnotherTry, JsonNode why) {
      if (!worthAnotherTry) {
        throw new IllegalStateException("the server ended it: " + why);
      }
      if (connection != null) { // else who opens it looks, and aborts it
        connection.abort();
      }
      conversation = null;
    }

    @Override
    public void closed(int code) {
      synchronized (TestClient.this) {
        if (conversation == this) {
          diary.note("closed, " + code);
          conversation = null;
          TestClient.this.notifyAll();
        }
      }
    }
  }
}
