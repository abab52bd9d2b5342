package coedit.web.socket;

import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.web.protocol.Encoded;
import coedit.web.protocol.ServerMessage;
import java.util.List;

/** Tells where peers of a document are in the native protocol. */
record NativePresence(DocumentId document) implements PresenceTeller<Encoded> {

  @Override
  public List<Encoded> tell(List<PresenceChange> changes) {
    return List.of(new ServerMessage.Presence(document, changes).encode());
  }
}
