package coedit.persistence;

import java.time.Instant;

/** The database's clock: one for all servers of a store, whatever their own say. */
public interface StoreTime {

  /**
   * What it shows now, to the millisecond. Blocks.
   *
   * @throws StoreException when the database does not answer
   */
  Instant now();
}
