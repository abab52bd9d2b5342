package coedit.web.rest;

import coedit.core.service.Participant;
import coedit.web.auth.SignedIn;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.SecurityContext;

/** Who sent a request. */
final class Caller {

  private Caller() {}

  static SignedIn of(SecurityContext security) {
    if (security.getUserPrincipal() instanceof SignedIn who) {
      return who;
    }
    throw new NotAuthorizedException("Bearer");
  }

  /**
   * @throws ForbiddenException for everybody who does not administer the server
   */
  static SignedIn administrator(SecurityContext security) {
    SignedIn who = of(security);
    if (!who.participant().administrator()) {
      throw new ForbiddenException();
    }
    return who;
  }

  static Participant participant(SecurityContext security) {
    return of(security).participant();
  }
}
