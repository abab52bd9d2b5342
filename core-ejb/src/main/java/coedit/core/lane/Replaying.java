package coedit.core.lane;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Snapshot;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a document's type is asked outside the lane, on threads that make database calls: opening,
 * replaying, comparing. Each call is watched by itself, since a replay may be long and a call may
 * not.
 */
public final class Replaying {

  private final Quarantine quarantine;
  private final DocumentId document;
  private final Runnable givenUp;
  private final BooleanSupplier isOver;

  Replaying(Quarantine quarantine, DocumentId document, Runnable givenUp, BooleanSupplier isOver) {
    this.quarantine = quarantine;
    this.document = document;
    this.givenUp = givenUp;
    this.isOver = isOver;
  }

  public DocumentState open(DocumentType type, Snapshot snapshot) {
    return call(() -> snapshot.revision() == 0 ? type.empty() : type.open(snapshot));
  }

  public DocumentState apply(DocumentState state, Operation operation) {
    return call(() -> state.apply(operation.payload()));
  }

  /**
   * One call, watched.
   *
   * @throws CancellationException when nobody waits for it any more
   */
  public <T> T call(Supplier<T> inside) {
    if (isOver.getAsBoolean()) {
      throw new CancellationException("given up");
    }
    return quarantine.watchedOutside(document, inside, givenUp);
  }
}
