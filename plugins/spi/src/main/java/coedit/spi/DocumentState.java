package coedit.spi;

import coedit.model.Payload;

/**
 * A document's content at one revision: an immutable value. {@link #apply} gives the next one and
 * leaves this one valid, so that a refused or failed operation needs no undo and a snapshot is
 * written while editing goes on. Implementations share structure between successive states.
 */
public interface DocumentState {

  /**
   * This state with a resolved operation applied.
   *
   * @param operation a payload that the type's strategy resolved at exactly this state
   * @throws CorruptPayloadException when it does not fit
   */
  DocumentState apply(Payload operation);

  /**
   * The canonical form: equal states give equal bytes on every server. It is what snapshots store
   * and what a joining client is given.
   */
  Payload content();

  /** About how many bytes {@link #content()} has, without writing it. */
  long estimatedBytes();
}
