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
 * What an author knows across connections: the replica, the one submission under way, and what was
 * acknowledged. Anything that the protocol does not allow the server to say throws. Guarded by its
 * {@link TestClient}.
 */
final class AuthorState {

  /** An operation that the server said is durable. */
  record Acknowledged(String client, long sequence, long revision, String operation) {}

  private static final Set<String> TRY_AGAIN = Set.of("busy", "rate", "degraded", "draining");

  private final String document;
  private TextReplica replica = new TextReplica(0, "");
  private @Nullable String client;
  private String generation = "";
  private long nextSequence = 1;
  private @Nullable Submission unsettled;
  private long sendAgainAt = Long.MAX_VALUE;
  private String refusedWith = "";
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Map<Long, Long> seenAt = new HashMap<>();
  private final Map<Long, String> shown = new HashMap<>();

  AuthorState(String document) {
    this.document = document;
  }

  String text() {
    return replica.text();
  }

  long revision() {
    return replica.revision();
  }

  @Nullable Submission unsettled() {
    return unsettled;
  }

  /** The code of the last refusal; empty when there was none. */
  String refusedWith() {
    return refusedWith;
  }

  List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** By revision: revision, client and sequence of what was shown. */
  Map<Long, String> shown() {
    return Map.copyOf(shown);
  }

  @Nullable Long seenAt(long revision) {
    return seenAt.get(revision);
  }

  /** Makes the next submission of the text as it is. */
  Submission begin(Function<String, List<String>> edit) {
    if (unsettled != null) {
      throw new IllegalStateException("one submission at a time");
    }
    List<String> operations = edit.apply(replica.text());
    Submission made = new Submission(document, nextSequence, replica.revision(), operations);
    nextSequence += operations.size();
    unsettled = made;
    return made;
  }

  /** Whether a refusal's waiting time has just passed; true once. */
  boolean isDueAgain(long nanoTime) {
    boolean due = unsettled != null && nanoTime >= sendAgainAt;
    if (due) {
      sendAgainAt = Long.MAX_VALUE;
    }
    return due;
  }

  String joinMessage() {
    String resume =
        client == null
            ? ""
            : ",\"client\":\"%s\",\"resume\":{\"generation\":\"%s\",\"revision\":%d}"
                .formatted(client, generation, replica.revision());
    return "{\"t\":\"join\",\"d\":\"" + document + "\"" + resume + "}";
  }

  void joined(JsonNode message) {
    if (client != null && !client.equals(message.get("client").asText())) {
      throw new IllegalStateException("was given another client id");
    }
    client = message.get("client").asText();
    generation = message.get("generation").asText();
    sendAgainAt = Long.MAX_VALUE;
    JsonNode snapshot = message.get("snapshot");
    if (snapshot != null) {
      replica = new TextReplica(snapshot.get("r").asLong(), snapshot.get("content").asText());
    }
    operations(message.get("ops"));
    if (replica.revision() != message.get("head").asLong()) {
      throw new IllegalStateException("joined at " + replica.revision());
    }
  }

  void operations(JsonNode operations) {
    long now = System.nanoTime();
    for (JsonNode o : operations) {
      long revision = o.get("r").asLong();
      replica.take(revision, o.get("op"));
      seenAt.put(revision, now);
      shows(revision, Verdict.line(revision, o.get("c").asText(), o.get("s").asLong()));
      Submission own = unsettled;
      if (own != null
          && o.get("c").asText().equals(client)
          && o.get("s").asLong() == own.lastSequence()) {
        settle(own, revision);
      }
    }
  }

  private void shows(long revision, String line) {
    String before = shown.put(revision, line);
    if (before != null && !before.equals(line)) {
      throw new IllegalStateException("INV-4: " + line + " after " + before);
    }
  }

  void ack(JsonNode message) {
    Submission own = unsettled;
    if (own != null && message.get("seq").asLong() == own.lastSequence()) {
      settle(own, message.get("r").asLong());
    }
  }

  void refuse(JsonNode message) {
    Submission own = unsettled;
    if (own == null || message.get("seq").asLong() != own.sequence()) {
      return; // settled meanwhile under its first sending
    }
    refusedWith = message.get("code").asText();
    if (!isWorthAnotherTry(message)) {
      throw new IllegalStateException("refused");
    }
    JsonNode after = message.get("retryAfter");
    long millis = after == null ? 250 : after.asLong();
    sendAgainAt = System.nanoTime() + Duration.ofMillis(millis).toNanos();
  }

  static boolean isWorthAnotherTry(JsonNode message) {
    return TRY_AGAIN.contains(message.get("code").asText());
  }

  private void settle(Submission done, long lastRevision) {
    int count = done.operations().size();
    for (int i = 0; i < count; i++) {
      long revision = lastRevision == 0 ? 0 : lastRevision - (count - 1) + i;
      String operation = done.operations().get(i);
      acknowledged.add(
          new Acknowledged(String.valueOf(client), done.sequence() + i, revision, operation));
    }
    unsettled = null;
  }
}
