package coedit.web.rest;

import coedit.core.service.BoundedTurns;
import coedit.core.service.Crowd;
import coedit.core.service.WaitingPlaces;
import coedit.model.ErrorCode;
import coedit.web.limit.AddressBlock;
import coedit.web.limit.Exempt;
import coedit.web.limit.Refusals;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Reads the bodies of calls before anybody looks at them: few at once, and of those few from one
 * address, since each holds a thread for as long as its sender likes to take. Bodies that may be
 * large have turns of their own ({@link ReadsItsBody}).
 */
@Provider
@Dependent
@Priority(Priorities.USER + 100)
public class BodyFilter implements ContainerRequestFilter {

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final String BODIES = "bodies";
  private static final int AT_ONCE = 16;
  private static final int FROM_ONE_ADDRESS = 8;

  private final Crowd addresses = new Crowd(FROM_ONE_ADDRESS);

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServletRequest request;

  @Context
  @SuppressWarnings("NullAway.Init")
  ResourceInfo resource;

  @Inject
  @SuppressWarnings("NullAway.Init")
  Config config;

  @Inject
  @SuppressWarnings("NullAway.Init")
  Refusals refusals;

  @Inject
  @SuppressWarnings("NullAway.Init")
  WaitingPlaces places;

  @SuppressWarnings("NullAway.Init")
  private BoundedTurns turns;

  @PostConstruct
  void begin() {
    turns =
        new BoundedTurns(
            places, AT_ONCE, BODIES, "many requests are under way whose bodies have not come");
  }

  @Override
  public void filter(ContainerRequestContext call) throws IOException {
    boolean another = resource.getResourceMethod().isAnnotationPresent(ReadsItsBody.class);
    if (another || !WITH_BODY.contains(call.getMethod()) || hasNone()) {
      return;
    }
    String address = request.getRemoteAddr();
    if (Exempt.read(config).addresses().contains(address)) {
      read(call);
      return;
    }
    String block = AddressBlock.of(address);
    if (!addresses.enter(block)) {
      refusals.count(BODIES);
      call.abortWith(
          Answers.error(429, ErrorCode.RATE, "many requests of yours have not come wholly")
              .header(HttpHeaders.RETRY_AFTER, 1)
              .build());
      return;
    }
    try {
      read(call);
    } finally {
      addresses.leave(block);
    }
  }

  /** In HTTP/1.1 what tells neither its length nor that it comes in pieces has none. */
  private boolean hasNone() {
    long length = request.getContentLengthLong();
    return length == 0
        || (length < 0
            && request.getHeader("Transfer-Encoding") == null
            && request.getProtocol().startsWith("HTTP/1"));
  }

  private void read(ContainerRequestContext call) throws IOException {
    byte[] body = turns.take(() -> JsonBody.bytes(call.getEntityStream()));
    call.setEntityStream(new ByteArrayInputStream(body));
  }
}
