package coedit.web.socket;

import java.util.List;

/**
 * How a protocol's messages become frames.
 *
 * @param <M> a message as it is kept until it is sent
 */
public interface Framing<M> {

  /** The size of a message on the wire. */
  int bytes(M message);

  /**
   * Up to how many bytes of messages share a frame; a message that alone is larger goes alone. 0
   * when each message has a frame of its own.
   */
  int frameFill();

  /** What a peer is told for which more waits than may. */
  CloseCode overflow();

  /** A frame with these messages, at least one. */
  Frame frame(List<M> messages);
}
