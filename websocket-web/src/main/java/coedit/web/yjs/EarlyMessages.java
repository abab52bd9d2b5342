package coedit.web.yjs;

import coedit.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the client said of a document before it was open. Confined to the document's lock. */
final class EarlyMessages {

  /** A state vector of no client. */
  private static final Payload KNOWS_NOTHING = Payload.wrap(new byte[] {0});

  private final EarlyFrames allowance;
  private final List<YjsMessage> messages = new ArrayList<>();

  EarlyMessages(EarlyFrames allowance) {
    this.allowance = allowance;
  }

  /**
   * Keeps a message.
   *
   * @return false when too much waits already
   * @throws MalformedFrameException when it could not be read later
   */
  boolean add(YjsMessage message) {
    message.check();
    return allowance.take(message.bytes()) && messages.add(message);
  }

  /** The version to join with, once the client has said what it knows, or does: taken out then. */
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
    return Optional.empty();
  }

  /** All messages, which wait here no longer. */
  List<YjsMessage> takeAll() {
    List<YjsMessage> all = List.copyOf(messages);
    all.forEach(message -> allowance.give(message.bytes()));
    messages.clear();
    return all;
  }
}
