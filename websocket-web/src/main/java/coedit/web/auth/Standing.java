package coedit.web.auth;

import coedit.core.service.Participant;
import coedit.core.service.SessionRecord.Vouching;

/** Whether somebody who has signed in is still who they were. Blocks. */
interface Standing {

  /**
   * False when it is known that the account is disabled or gone, other groups have them, or their
   * groups administer no longer.
   */
  boolean holds(Participant who, Vouching vouching);
}
