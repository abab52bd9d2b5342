package coedit.web.socket;

import coedit.model.ErrorCode;
import coedit.web.auth.SignedIn;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All sockets of this server. */
final class SessionRegistry {

  private static final Logger LOG = System.getLogger(SessionRegistry.class.getName());

  private final SocketServices services;
  private final SecureRandom random = new SecureRandom();
  private final Set<CollabSession> sessions = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> socketsOfUser = new ConcurrentHashMap<>();
  private volatile boolean draining;

  SessionRegistry(SocketServices services) {
    this.services = services;
  }

  SocketLimits limits() {
    return services.limits();
  }

  /** Greets a new socket, or tells it why not; either way there is a session to hand frames to. */
  CollabSession open(SignedIn signedIn, Wire wire) {
    String name = Long.toString(random.nextLong() >>> 1, 36);
    CollabSession session = new CollabSession(services, signedIn, name, wire);
    sessions.add(session);
    int sockets = socketsOfUser.merge(signedIn.getName(), 1, Integer::sum);
    if (draining) {
      session.fail(ErrorCode.DRAINING, "this server is stopping");
    } else if (sockets > services.limits().socketsPerUser()) {
      session.fail(ErrorCode.RATE, "too many connections of one user");
    } else {
      session.greet();
    }
    return session;
  }

  /** The socket is gone. */
  void closed(CollabSession session) {
    session.gone();
    if (sessions.remove(session)) {
      socketsOfUser.computeIfPresent(
          session.signedIn().getName(), (user, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Looks after every socket; called every second by one thread. */
  void scan() {
    for (CollabSession session : sessions) {
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
