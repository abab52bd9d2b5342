package coedit.web.rest;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;

/** Writes down who was refused what administrators do. */
@Provider
@Dependent
public class AdminRefusals implements ContainerResponseFilter {

  @Inject
  @SuppressWarnings("NullAway.Init")
  AuditService audit;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest peer;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Principal who = request.getSecurityContext().getUserPrincipal();
    String path = request.getUriInfo().getPath();
    if (who != null
        && response.getStatus() == Status.FORBIDDEN.getStatusCode()
        && path.replaceFirst("^/", "").startsWith("admin/")) {
      audit.noteSeldom(
          AuditEvent.of(
              "access-refused",
              who.getName(),
              peer.getRemoteAddr(),
              request.getMethod() + " " + path));
    }
  }
}
