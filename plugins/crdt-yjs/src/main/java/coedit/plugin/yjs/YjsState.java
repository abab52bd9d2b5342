package coedit.plugin.yjs;

import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.plugin.yjs.encoding.MalformedUpdateException;
import coedit.plugin.yjs.update.StateVector;
import coedit.plugin.yjs.update.UpdateStore;
import coedit.spi.CorruptPayloadException;
import coedit.spi.RefusedException;
import coedit.spi.SyncedState;

/**
 * A document as its updates. Its content is one update in canonical form, its version a state
 * vector.
 */
final class YjsState implements SyncedState {

  static final YjsState EMPTY = new YjsState(UpdateStore.empty());

  private final UpdateStore store;

  YjsState(UpdateStore store) {
    this.store = store;
  }

  static YjsState open(Payload content) {
    try {
      return new YjsState(UpdateStore.of(content.unsafeBytes()));
    } catch (MalformedUpdateException malformed) {
      throw new CorruptPayloadException("not a Yjs document", malformed);
    }
  }

  UpdateStore store() {
    return store;
  }

  @Override
  public YjsState apply(Payload operation) {
    if (operation.size() == 0) {
      return this;
    }
    try {
      UpdateStore.Reception reception = store.receive(operation.unsafeBytes());
      return reception instanceof UpdateStore.Reception.News news
          ? new YjsState(news.next())
          : this;
    } catch (MalformedUpdateException malformed) {
      throw new CorruptPayloadException("not a Yjs update", malformed);
    }
  }

  @Override
  public Payload content() {
    return Payload.wrap(store.content());
  }

  @Override
  public long estimatedBytes() {
    return store.estimatedBytes();
  }

  @Override
  public Payload version() {
    return Payload.wrap(store.stateVector());
  }

  @Override
  public Payload since(Payload version) {
    try {
      return Payload.wrap(store.missing(StateVector.read(version.unsafeBytes())));
    } catch (MalformedUpdateException malformed) {
      throw new RefusedException(ErrorCode.INVALID_OPERATION, "not a state vector: " + malformed);
    }
  }
}
