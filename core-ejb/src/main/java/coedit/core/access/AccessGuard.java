package coedit.core.access;

import coedit.core.service.Participant;
import coedit.model.Access;
import coedit.model.Grant;
import java.util.List;

/** Step 3 of an edit: what a participant may do, given a document's grants. */
public final class AccessGuard {

  private AccessGuard() {}

  /** The highest right that any grant gives; administrators may do everything. */
  public static Access access(Participant participant, List<Grant> grants) {
    if (participant.administrator()) {
      return Access.ADMIN;
    }
    Access highest = Access.NONE;
    for (Grant grant : grants) {
      if (names(grant, participant) && grant.access().allows(highest)) {
        highest = grant.access();
      }
    }
    return highest;
  }

  private static boolean names(Grant grant, Participant participant) {
    return switch (grant.kind()) {
      case USER -> grant.subject().equals(participant.user());
      case GROUP -> participant.groups().contains(grant.subject());
      case EVERYONE -> true;
    };
  }
}
