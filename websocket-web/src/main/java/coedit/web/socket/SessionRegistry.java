package coedit.web.socket;

import coedit.model.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All sockets of this server. */
public final class SessionRegistry {

  private static final Logger LOG = System.getLogger(SessionRegistry.class.getName());

  private final SocketServices services;
  private final SecureRandom random = new SecureRandom();
  private final Set<SocketSession> sessions = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> socketsOfUser = new ConcurrentHashMap<>();
  private volatile boolean draining;

  public SessionRegistry(SocketServices services) {
    this.services = services;
  }

  public SocketServices services() {
    return services;
  }

  /** A name for a new socket among all servers. */
  public String newName() {
    return Long.toString(random.nextLong() >>> 1, 36);
  }

  /** Greets a new socket, or tells it why not; either way frames may be handed to it. */
  public void opened(SocketSession session) {
    sessions.add(session);
    int sockets = socketsOfUser.merge(session.user(), 1, Integer::sum);
    int most =
        session.user().isEmpty()
            ? services.limits().socketsOfNobody()
            : services.limits().socketsPerUser();
    if (draining) {
      session.fail(ErrorCode.DRAINING, "this server is stopping");
    } else if (sockets > most) {
      session.fail(ErrorCode.RATE, "too many connections of one user");
    } else {
      session.greet();
    }
  }

  /** The socket is gone. */
  public void closed(SocketSession session) {
    session.gone();
    if (sessions.remove(session)) {
      socketsOfUser.computeIfPresent(
          session.user(), (user, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Looks after every socket; called every second by one thread. */
  public void scan() {
    for (SocketSession session : sessions) {
      try {
        session.look();
      } catch (RuntimeException failed) {
        // One session's trouble must not end the watch over all the others.
        LOG.log(Level.WARNING, "looking after a socket failed", failed);
      }
    }
  }

  /** Sends everybody elsewhere; new sockets are turned away. */
  void drain() {
    draining = true;
    sessions.forEach(session -> session.fail(ErrorCode.DRAINING, "this server is stopping"));
  }

  int size() {
    return sessions.size();
  }
}
