package coedit.plugin.yjs.open;

import coedit.plugin.yjs.encoding.ByteReader;
import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.plugin.yjs.update.Struct;

/** Writes one new struct as it goes into an update. */
final class StructWriter {

  private final StructStore store;
  private final ByteWriter out = new ByteWriter();
  private final int kind;
  private final int origin;
  private final int rightOrigin;

  StructWriter(StructStore store, int kind, int origin, int rightOrigin) {
    this.store = store;
    this.kind = kind;
    this.origin = origin;
    this.rightOrigin = rightOrigin;
  }

  /** Writes all but the content, which has to follow. */
  void writeParent(int list) {
    boolean keyed = store.lists.isKeyed(list);
    out.writeByte(
        kind
            | (origin == Items.NONE ? 0 : Struct.HAS_ORIGIN)
            | (rightOrigin == Items.NONE ? 0 : Struct.HAS_RIGHT_ORIGIN)
            | (keyed ? Struct.HAS_KEY : 0));
    StateEncoder encoder = new StateEncoder(store, out);
    encoder.writeLinks(origin, rightOrigin, list);
  }

  ByteWriter out() {
    return out;
  }

  /** The struct as the next of a client. */
  StructRun toRun(ClientLog log) {
    byte[] bytes = out.toBytes();
    Struct struct = new Struct();
    struct.read(new ByteReader(bytes), log.client, log.state());
    return new StructRun(log.client, log.state(), struct.end(), 1, new ByteReader(bytes));
  }
}
