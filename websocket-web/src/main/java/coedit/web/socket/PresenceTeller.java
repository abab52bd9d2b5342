package coedit.web.socket;

import coedit.core.service.PresenceChange;
import java.util.List;

/**
 * Writes down where peers of one document are. Equal tellers speak of the same document on the same
 * socket; called by the socket's writer, one call at a time.
 *
 * @param <M> the protocol's messages
 */
public interface PresenceTeller<M> {

  /** The messages that tell the latest states of these peers; none when there is nothing to say. */
  List<M> tell(List<PresenceChange> changes);
}
