package coedit.core.lane;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Snapshot;
import coedit.spi.DocumentState;
import coedit.spi.DocumentType;
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

  Replaying(Quarantine quarantine, DocumentId document, Runnable givenUp) {
    this.quarantine = quarantine;
    this.document = document;
    this.givenUp = givenUp;
  }

  public DocumentState open(DocumentType type, Snapshot snapshot) {
    return call(() -> snapshot.revision() == 0 ? type.empty() : type.open(snapshot));
  }

  public DocumentState apply(DocumentState state, Operation operation) {
    return call(() -> state.apply(operation.payload()));
  }

  public <T> T call(Supplier<T> inside) {
    return quarantine.watchedOutside(document, inside, givenUp);
  }
}
