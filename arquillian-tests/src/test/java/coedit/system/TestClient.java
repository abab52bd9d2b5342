package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** An operation that the server said is durable. */
  record Acknowledged(String client, long sequence, long revision, String operation) {}

  private static final Set<String> TRY_AGAIN = Set.of("busy", "rate", "degraded", "draining");
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private final String user;
  private final String document;
  private final List<? extends Node> nodes;
  private int turn;

  private @Nullable Conversation conversation;
  private TextReplica replica = new TextReplica(0, "");
  private @Nullable String client;
  private String generation = "";
  private long nextSequence = 1;
  private @Nullable Submission unsettled;
  private long sendAgainAt = Long.MAX_VALUE;
  private @Nullable String fault;
  private int reconnects;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Map<Long, Long> seenAt = new HashMap<>();

  private TestClient(String user, String document, List<? extends Node> nodes) {
    this.user = user;
    this.document = document;
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
    begin(edit);
    if (!settled(SETTLED)) {
      throw new AssertionError(user + " has no answer to " + unsettled);
    }
    synchronized (this) {
      int size = acknowledged.size();
      return List.copyOf(acknowledged.subList((int) (size - lastCount), size));
    }
  }

  private long lastCount;

  Acknowledged insert(int at, String text) {
    return submit(now -> List.of(insertion(at, text))).get(0);
  }

  static String insertion(int at, String text) {
    String quoted = Api.JSON.valueToTree(text).toString();
    return at == 0 ? "[" + quoted + "]" : "[" + at + "," + quoted + "]";
  }

  /** Sends without waiting for the answer. */
  void begin(Function<String, List<String>> edit) {
    Submission submission;
    synchronized (this) {
      check();
      if (unsettled != null) {
        throw new IllegalStateException("one submission at a time");
      }
      List<String> operations = edit.apply(replica.text());
      submission = new Submission(document, nextSequence, replica.revision(), operations);
      nextSequence += operations.size();
      lastCount = operations.size();
      unsettled = submission;
    }
    send(submission);
  }

  /** Whether what was begun is acknowledged in time; reconnects and sends again as needed. */
  boolean settled(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Submission again = null;
      boolean lost;
      synchronized (this) {
        check();
        if (unsettled == null) {
          return true;
        }
        lost = conversation == null;
        if (!lost && System.nanoTime() >= sendAgainAt) {
          sendAgainAt = Long.MAX_VALUE;
          again = unsettled;
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
    return replica.text();
  }

  synchronized long revision() {
    check();
    return replica.revision();
  }

  synchronized List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** When a revision came, by {@code System.nanoTime}; only what came as an operation. */
  synchronized @Nullable Long seenAt(long revision) {
    return seenAt.get(revision);
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
      Await.pause(Duration.ofMillis(200));
    }
  }

  private void connect() {
    Node node = nodes.get(turn++ % nodes.size());
    Conversation opening = new Conversation();
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
      again = unsettled;
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
      to.connection().send(submission.message());
    }
  }

  private void settle(long lastRevision) {
    Submission done = unsettled;
    if (done == null) {
      throw new IllegalStateException("settled twice");
    }
    int count = done.operations().size();
    for (int i = 0; i < count; i++) {
      long revision = lastRevision == 0 ? 0 : lastRevision - (count - 1) + i;
      acknowledged.add(
          new Acknowledged(
              String.valueOf(client), done.sequence() + i, revision, done.operations().get(i)));
    }
    unsettled = null;
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

  private String joinMessage() {
    String resume =
        client == null
            ? ""
            : ",\"client\":\"%s\",\"resume\":{\"generation\":\"%s\",\"revision\":%d}"
                .formatted(client, generation, replica.revision());
    return "{\"t\":\"join\",\"d\":\"" + document + "\"" + resume + "}";
  }

  /** What is said on one socket; words of a socket that was given up count no more. */
  private final class Conversation implements Connection.Listener {

    private @Nullable Connection connection;
    private boolean welcome;
    private boolean joined;

    void open(Api api) {
      connection = Connection.open(api, this);
    }

    Connection connection() {
      if (connection == null) {
        throw new IllegalStateException("not open");
      }
      return connection;
    }

    void awaitJoined() {
      await(() -> welcome);
      connection().send(joinMessage());
      await(() -> joined);
    }

    private void await(java.util.function.BooleanSupplier said) {
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
      switch (message.get("t").asText()) {
        case "welcome" -> welcome = true;
        case "joined" -> joined(message);
        case "ops" -> operations(message.get("ops"));
        case "ack" -> ack(message);
        case "refuse" -> refuse(message);
        case "closed" -> end(TRY_AGAIN.contains(message.get("code").asText()), message);
        case "reset" -> end(false, message);
        case "error" -> end(message.get("fatal").asBoolean(), message);
        default -> {}
      }
    }

    private void joined(JsonNode message) {
      if (client != null && !client.equals(message.get("client").asText())) {
        throw new IllegalStateException("was given another client id");
      }
      client = message.get("client").asText();
      generation = message.get("generation").asText();
      JsonNode snapshot = message.get("snapshot");
      if (snapshot != null) {
        replica = new TextReplica(snapshot.get("r").asLong(), snapshot.get("content").asText());
      }
      operations(message.get("ops"));
      if (replica.revision() != message.get("head").asLong()) {
        throw new IllegalStateException("joined at " + replica.revision());
      }
      joined = true;
    }

    private void operations(JsonNode operations) {
      long now = System.nanoTime();
      for (JsonNode o : operations) {
        long revision = o.get("r").asLong();
        replica.take(revision, o.get("op"));
        seenAt.put(revision, now);
        Submission own = unsettled;
        if (own != null
            && o.get("c").asText().equals(client)
            && o.get("s").asLong() == own.lastSequence()) {
          settle(revision);
        }
      }
    }

    private void ack(JsonNode message) {
      Submission own = unsettled;
      if (own != null && message.get("seq").asLong() == own.lastSequence()) {
        settle(message.get("r").asLong());
      }
    }

    private void refuse(JsonNode message) {
      Submission own = unsettled;
      if (own == null || message.get("seq").asLong() != own.sequence()) {
        return; // settled meanwhile under its first sending
      }
      if (!TRY_AGAIN.contains(message.get("code").asText())) {
        throw new IllegalStateException("refused");
      }
      JsonNode after = message.get("retryAfter");
      long millis = after == null ? 250 : after.asLong();
      sendAgainAt = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    }

    private void end(boolean worthAnotherTry, JsonNode why) {
      if (!worthAnotherTry) {
        throw new IllegalStateException("the server ended it: " + why);
      }
      connection().abort();
      conversation = null;
    }

    @Override
    public void closed(int code) {
      synchronized (TestClient.this) {
        if (conversation == this) {
          conversation = null;
          TestClient.this.notifyAll();
        }
      }
    }
  }
}
