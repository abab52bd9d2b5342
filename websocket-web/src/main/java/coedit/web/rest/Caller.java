package coedit.web.rest;

import coedit.core.service.Participant;
import coedit.web.auth.SignedIn;
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

  static Participant participant(SecurityContext security) {
    return of(security).participant();
  }
}
