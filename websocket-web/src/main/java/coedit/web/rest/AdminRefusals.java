package coedit.web.rest;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.web.auth.SignedIn;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;

/** Writes down who was refused what administrators do. */
@Provider
@Dependent
public class AdminRefusals implements ContainerResponseFilter {

  private static final int LONGEST_CALL = 200;

  @Inject
  @SuppressWarnings("NullAway.Init")
  AuditService audit;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest peer;

  @Context
  @SuppressWarnings("NullAway.Init")
  ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() == Status.FORBIDDEN.getStatusCode()
        && isForAdministrators()
        && request.getSecurityContext().getUserPrincipal() instanceof SignedIn who
        && !who.participant().administrator()) {
      String call = request.getMethod() + " " + request.getUriInfo().getPath();
      audit.noteSeldom(
          AuditEvent.of(
              "admin-refused",
              who.getName(),
              peer.getRemoteAddr(),
              call.substring(0, Math.min(call.length(), LONGEST_CALL))));
    }
  }

  /** By what was matched: a path may be spelt in many ways. */
  private boolean isForAdministrators() {
    Class<?> matched = resource.getResourceClass();
    Path path = matched == null ? null : matched.getAnnotation(Path.class);
    return path != null && path.value().startsWith("/admin");
  }
}
