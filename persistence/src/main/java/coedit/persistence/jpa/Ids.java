package coedit.persistence.jpa;

import java.util.UUID;

/** What an entity's key is until it is set. */
final class Ids {

  static final UUID NIL = new UUID(0, 0);

  private Ids() {}
}
