package coedit.web.yjs;

import coedit.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the client said of a document before it was open. Confined to the document's lock. */
final class EarlyMessages {

  /** A state vector of no client. */
  private static final Payload KNOWS_NOTHING = Payload.wrap(new byte[] {0});

  /** Clients say at once what they know; who does not is told everything. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EarlyFrames allowance;
  private final LongSupplier nanoTime;
  private final List<YjsMessage> messages = new ArrayList<>();
  private long firstNanos;

  EarlyMessages(EarlyFrames allowance, LongSupplier nanoTime) {
    this.allowance = allowance;
    this.nanoTime = nanoTime;
  }

  /**
   * Keeps a message.
   *
   * @return false when too much waits already
   * @throws MalformedFrameException when it could not be read later
   */
  boolean add(YjsMessage message) {
    message.check();
    if (messages.isEmpty()) {
      firstNanos = nanoTime.getAsLong();
    }
    return allowance.take(message.bytes()) && messages.add(message);
  }

  /**
   * The version to join with, once the client has said what it knows, or does: taken out then. That
   * of no client when others of its messages have waited for long.
   */
  Optional<Payload> takeVersion() {
    for (YjsMessage message : messages) {
      if (message instanceof YjsMessage.StepOne first) {
        messages.remove(first);
        allowance.give(first.bytes());
        return Optional.of(first.version());
      }
      if (message instanceof YjsMessage.Update) {
        return Optional.of(KNOWS_NOTHING);
      }
    }
    boolean overdue =
        !messages.isEmpty() && nanoTime.getAsLong() - firstNanos >= PATIENCE.toNanos();
    return overdue ? Optional.of(KNOWS_NOTHING) : Optional.empty();
  }

  /** All messages, which wait here no longer. */
  List<YjsMessage> takeAll() {
    List<YjsMessage> all = List.copyOf(messages);
    all.forEach(message -> allowance.give(message.bytes()));
    messages.clear();
    return all;
  }
}
