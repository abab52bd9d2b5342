package coedit.web.rest;

import coedit.core.service.BusyException;
import coedit.core.service.DamagedException;
import coedit.core.service.DegradedException;
import coedit.model.ErrorCode;
import coedit.web.auth.DirectoryAwayException;
import coedit.web.limit.Refusals;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/**
 * Whatever is thrown becomes the usual JSON. Of our own faults the peer gets an id and nothing
 * else; the log has the rest under the same id.
 */
@Provider
@Dependent
public class FailureMapper implements ExceptionMapper<Throwable> {

  private static final System.Logger LOG = System.getLogger(FailureMapper.class.getName());

  @Inject
  @SuppressWarnings("NullAway.Init")
  Refusals refusals;

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof BadRequest bad) {
      return Answers.error(Answers.status(bad.code()), bad.code(), bad.reason()).build();
    }
    if (thrown instanceof DegradedException degraded) {
      LOG.log(System.Logger.Level.DEBUG, "a request came while the database was away", degraded);
      return Answers.error(503, ErrorCode.DEGRADED, degraded.getMessage() + "; try again")
          .header(HttpHeaders.RETRY_AFTER, 2)
          .build();
    }
    if (thrown instanceof BusyException busy) {
      refusals.count(busy.limit());
      return Answers.error(503, ErrorCode.BUSY, busy.getMessage() + "; try again")
          .header(HttpHeaders.RETRY_AFTER, 1)
          .build();
    }
    if (thrown instanceof DirectoryAwayException away) {
      return Answers.error(503, ErrorCode.DEGRADED, away.getMessage() + "; try again")
          .header(HttpHeaders.RETRY_AFTER, 2)
          .build();
    }
    if (thrown instanceof WebApplicationException web
        && web.getResponse().getStatus() < Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
      return web.getCause() instanceof IllegalArgumentException
          ? Answers.error(400, ErrorCode.PROTOCOL, "a parameter cannot be read").build()
          : clientError(web.getResponse());
    }
    return thrown instanceof DamagedException
        ? fault(ErrorCode.CORRUPT, "what is stored of this document is damaged", thrown)
        : fault(ErrorCode.INTERNAL, "the server failed", thrown);
  }

  private static Response fault(ErrorCode code, String what, Throwable thrown) {
    String id = UUID.randomUUID().toString();
    LOG.log(System.Logger.Level.ERROR, "failure " + id, thrown);
    return Answers.error(Answers.status(code), code, what)
        .entity(
            Json.createObjectBuilder()
                .add("code", code.code())
                .add("message", what + "; the server's log tells more under this id")
                .add("id", id)
                .build())
        .build();
  }

  private static Response clientError(Response original) {
    int status = original.getStatus();
    ErrorCode code =
        switch (status) {
          case 403 -> ErrorCode.FORBIDDEN;
          case 404 -> ErrorCode.NOT_FOUND;
          case 413 -> ErrorCode.TOO_LARGE;
          default -> ErrorCode.PROTOCOL;
        };
    Response.ResponseBuilder answer =
        Answers.error(status, code, original.getStatusInfo().getReasonPhrase());
    String allow = original.getHeaderString("Allow");
    if (allow != null) {
      answer.header("Allow", allow);
    }
    return answer.build();
  }
}
