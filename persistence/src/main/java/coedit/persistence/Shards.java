package coedit.persistence;

import coedit.model.DocumentId;

/** Where a document belongs: the unit of ownership and fencing. */
public final class Shards {

  private Shards() {}

  /** The shard of a document, from 0 to {@code shards - 1}; fixed for a store's life. */
  public static int of(DocumentId document, int shards) {
    long mixed =
        (document.value().getMostSignificantBits() ^ document.value().getLeastSignificantBits())
            * 0x9E3779B97F4A7C15L;
    return (int) Math.floorMod(mixed >>> 32, (long) shards);
  }
}
