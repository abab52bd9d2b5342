package coedit.core.service;

import coedit.model.Access;
import coedit.model.DocumentId;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Who has a document open at this server, and how far each has come. */
public interface ClientsService {

  /**
   * One who has a document open.
   *
   * @param session names the socket's session, as presence does
   * @param client the id under which it edits
   * @param dialect the wire form it speaks
   * @param delivered the last revision that this server has sent it
   * @param applied the highest revision that it has said it applied: when it resumed, with an edit,
   *     or telling its state; empty when it has said none yet, as clients of Yjs never do
   * @param unsettled how many of its submissions wait for their outcome
   */
  record ConnectedClient(
      String user,
      String session,
      String client,
      Access access,
      String dialect,
      long delivered,
      OptionalLong applied,
      int unsettled) {

    /** How many revisions it was sent and has not said it applied; empty as {@link #applied} is. */
    public OptionalLong lag() {
      return applied.isEmpty()
          ? applied
          : OptionalLong.of(Math.max(0, delivered - applied.getAsLong()));
    }
  }

  /** Asked of the document in its turn; empty when nobody has it open here. Does not block. */
  CompletionStage<List<ConnectedClient>> clients(DocumentId document);
}
