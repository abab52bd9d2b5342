package coedit.web.yjs;

import coedit.core.service.AuditService;
import coedit.core.service.DocumentService;
import coedit.model.ErrorCode;
import coedit.web.auth.TokenDesk;
import coedit.web.limit.RequestRates;
import coedit.web.socket.AddressedRequest;
import coedit.web.socket.CollabSockets;
import coedit.web.socket.SessionRegistry;
import coedit.web.socket.SocketSession;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The container's side of the Yjs dialects' sockets. */
@ApplicationScoped
public class DialectSockets {

  /** What goes around a payload in a frame, generously. */
  public static final int ENVELOPE_BYTES = 1_024;

  @Inject CollabSockets sockets;
  @Inject DocumentService documents;
  @Inject AuditService audit;
  @Inject TokenDesk tokens;
  @Inject RequestRates rates;
  @Inject Config config;

  @SuppressWarnings("NullAway.Init") // injected
  @Resource
  ManagedExecutorService pool;

  private @Nullable DialectServices services;

  @PostConstruct
  void start() {
    String rooms = config.getOptionalValue("coedit.yjs.rooms", String.class).orElse("existing");
    if (!rooms.equals("create") && !rooms.equals("existing")) {
      throw new IllegalArgumentException("coedit.yjs.rooms is create or existing, not " + rooms);
    }
    services =
        new DialectServices(
            sockets.registry().services(),
            new DocumentFinder(documents, audit, rooms.equals("create")),
            tokens::read,
            admission(),
            pool);
  }

  private DialectServices.Admission admission() {
    return new DialectServices.Admission() {
      @Override
      public boolean mayAsk(String user) {
        return rates.admitUser(user);
      }

      @Override
      public boolean signedIn(SocketSession session, String user) {
        return registry().signedIn(session, user);
      }
    };
  }

  public DialectServices services() {
    if (services == null) {
      throw new IllegalStateException("not started");
    }
    return services;
  }

  public SessionRegistry registry() {
    return sockets.registry();
  }

  /** Hands a session what comes over a container's socket. */
  public void open(Session session, DialectSession opened) {
    session.addMessageHandler(
        byte[].class,
        new MessageHandler.Partial<byte[]>() {
          @Override
          public void onMessage(byte[] piece, boolean last) {
            opened.frame(piece, last);
          }
        });
    session.addMessageHandler(
        String.class,
        new MessageHandler.Partial<String>() {
          @Override
          public void onMessage(String piece, boolean last) {
            opened.fail(ErrorCode.PROTOCOL, "expected binary frames");
          }
        });
    registry().opened(opened, AddressedRequest.addressOf(session));
  }

  /**
   * Sets a container's session up. Clients send a message in one frame, whatever its size, and the
   * container refuses frames beyond its buffer.
   */
  public void prepare(Session session) {
    session.setMaxIdleTimeout(0); // silence is watched by the server's scan
    session.setMaxBinaryMessageBufferSize(
        services().sockets().limits().payloadBytes() + ENVELOPE_BYTES);
    session.setMaxTextMessageBufferSize(1_024); // any is an error
  }

  public CollabSockets sockets() {
    return sockets;
  }
}
