package coedit.persistence;

import java.time.Instant;

/** Remembers tickets that were used, for all servers of one store. Calls block. */
public interface TicketStore {

  /**
   * Notes that a ticket is used now.
   *
   * @param until when it would not pass any more anyway, so that it can be forgotten
   * @return false when it was used before
   */
  boolean use(String id, Instant until);

  /** Forgets what is out of date. */
  int purge(Instant now);
}
