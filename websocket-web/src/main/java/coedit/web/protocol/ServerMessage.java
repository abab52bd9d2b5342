package coedit.web.protocol;

import coedit.core.service.CommittedBatch;
import coedit.core.service.Joined;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** What the server says; see {@code docs/protocol.md}, section 3. Each writes itself. */
public sealed interface ServerMessage {

  /**
   * One encoder for all sessions, so that a batch is written once however many get it.
   *
   * @see CommittedBatch#encodedBy
   */
  Function<CommittedBatch, Encoded> OPS_ENCODER = batch -> new Ops(batch).encode();

  Encoded encode();

  /**
   * The greeting.
   *
   * @param limits the limits in force that a client has to know
   */
  record Welcome(String session, String user, String displayName, Duration heartbeat, Limits limits)
      implements ServerMessage {

    /** Bytes of a frame, bytes of a message sent in parts, operations in a submission. */
    public record Limits(int frame, int payload, int operations) {}

    @Override
    public Encoded encode() {
      return JsonText.message("welcome")
          .field("v", 1)
          .field("session", session)
          .field("user", user)
          .field("name", displayName)
          .field("heartbeat", heartbeat.toMillis())
          .name("limits")
          .open()
          .field("frame", limits.frame())
          .field("payload", limits.payload())
          .field("operations", limits.operations())
          .close()
          .end();
    }
  }

  /** The answer to a join: the document. */
  record JoinedDocument(DocumentId document, Joined joined) implements ServerMessage {
    @Override
    public Encoded encode() {
      JsonText json =
          JsonText.message("joined")
              .field("d", document.toString())
              .field("client", joined.client().toString())
              .field("next", joined.nextSequence())
              .field("type", joined.type())
              .field("access", joined.access().word())
              .field("generation", joined.generation().toString())
              .field("head", joined.head());
      joined
          .snapshot()
          .ifPresent(
              snapshot ->
                  json.name("snapshot")
                      .open()
                      .field("r", snapshot.revision())
                      .field("v", snapshot.typeVersion())
                      .raw("content", snapshot.content())
                      .close());
      writeOperations(json, joined.tail());
      return json.end();
    }
  }

  /** Committed operations. */
  record Ops(CommittedBatch batch) implements ServerMessage {
    @Override
    public Encoded encode() {
      JsonText json = JsonText.message("ops").field("d", batch.document().toString());
      writeOperations(json, batch.operations());
      return json.end();
    }
  }

  record Ack(DocumentId document, long sequence, long revision) implements ServerMessage {
    @Override
    public Encoded encode() {
      return JsonText.message("ack")
          .field("d", document.toString())
          .field("seq", sequence)
          .field("r", revision)
          .end();
    }
  }

  record Refuse(DocumentId document, long sequence, Refusal refusal) implements ServerMessage {
    @Override
    public Encoded encode() {
      JsonText json =
          JsonText.message("refuse")
              .field("d", document.toString())
              .field("seq", sequence)
              .field("code", refusal.code().code())
              .field("message", refusal.reason());
      if (!refusal.retryAfter().isZero()) {
        json.field("retryAfter", refusal.retryAfter().toMillis());
      }
      return json.end();
    }
  }

  /** A join has ended, or there is none; a history that is another one is told as a reset. */
  record Closed(DocumentId document, ErrorCode code, String reason) implements ServerMessage {
    @Override
    public Encoded encode() {
      boolean startsOver = code == ErrorCode.GENERATION_CHANGED || code == ErrorCode.DIVERGED;
      return JsonText.message(startsOver ? "reset" : "closed")
          .field("d", document.toString())
          .field("code", code.code())
          .field("message", reason)
          .end();
    }
  }

  record Presence(DocumentId document, Collection<PresenceChange> peers) implements ServerMessage {
    @Override
    public Encoded encode() {
      JsonText json =
          JsonText.message("presence").field("d", document.toString()).name("peers").openArray();
      for (PresenceChange peer : peers) {
        json.open()
            .field("session", peer.session())
            .field("user", peer.user())
            .field("name", peer.displayName());
        peer.state()
            .ifPresentOrElse(state -> json.raw("state", state), () -> json.nothing("state"));
        json.close();
      }
      return json.closeArray().end();
    }
  }

  record Ping() implements ServerMessage {
    @Override
    public Encoded encode() {
      return JsonText.message("ping").end();
    }
  }

  record Pong() implements ServerMessage {
    @Override
    public Encoded encode() {
      return JsonText.message("pong").end();
    }
  }

  record Failure(ErrorCode code, String reason, boolean fatal) implements ServerMessage {
    @Override
    public Encoded encode() {
      return JsonText.message("error")
          .field("code", code.code())
          .field("message", reason)
          .field("fatal", fatal)
          .end();
    }
  }

  private static void writeOperations(JsonText json, List<Operation> operations) {
    json.name("ops").openArray();
    for (Operation operation : operations) {
      json.open()
          .field("r", operation.revision())
          .field("c", operation.name().client().toString())
          .field("s", operation.name().sequence())
          .field("u", operation.author())
          .field("at", operation.provenance().epochMillis())
          .raw("op", operation.payload())
          .close();
    }
    json.closeArray();
  }
}
