package coedit.web.protocol;

import coedit.core.service.JoinRequest.ResumePoint;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Payload;
import java.util.List;
import java.util.Optional;

/** What a client may say; see {@code docs/protocol.md}, section 3. */
public sealed interface ClientMessage {

  /** One method per kind of message. */
  interface Handler {
    void join(Join message);

    void leave(Leave message);

    void submit(Submit message);

    void presence(Presence message);

    void state(State message);

    void ping();

    void pong();

    void part(Part message);
  }

  void handTo(Handler handler);

  /**
   * Opens a document.
   *
   * @param client the client id of an earlier join whose edits may be unsettled
   * @param resume what the client holds already
   */
  record Join(DocumentId document, Optional<ClientId> client, Optional<ResumePoint> resume)
      implements ClientMessage {
    @Override
    public void handTo(Handler handler) {
      handler.join(this);
    }
  }

  record Leave(DocumentId document) implements ClientMessage {
    @Override
    public void handTo(Handler handler) {
      handler.leave(this);
    }
  }

  /**
   * Operations to append.
   *
   * @param sequence the client's number of the first
   * @param base the revision that the client had applied
   * @param payloads at least one; the bytes as they came
   */
  record Submit(DocumentId document, long sequence, long base, List<Payload> payloads)
      implements ClientMessage {
    public Submit {
      payloads = List.copyOf(payloads);
      if (payloads.isEmpty()) {
        throw new IllegalArgumentException("a submission has at least one operation");
      }
    }

    @Override
    public void handTo(Handler handler) {
      handler.submit(this);
    }
  }

  /** Where this person is; empty takes it back. */
  record Presence(DocumentId document, Optional<Payload> state) implements ClientMessage {
    @Override
    public void handTo(Handler handler) {
      handler.presence(this);
    }
  }

  /** The checksum of the client's state at a revision: eight lower-case hexadecimal digits. */
  record State(DocumentId document, long revision, String checksum) implements ClientMessage {
    @Override
    public void handTo(Handler handler) {
      handler.state(this);
    }
  }

  record Ping() implements ClientMessage {
    @Override
    public void handTo(Handler handler) {
      handler.ping();
    }
  }

  record Pong() implements ClientMessage {
    @Override
    public void handTo(Handler handler) {
      handler.pong();
    }
  }

  /** A piece of the text of a message that is too large for one frame. */
  record Part(long id, boolean last, String data) implements ClientMessage {
    @Override
    public void handTo(Handler handler) {
      handler.part(this);
    }
  }
}
