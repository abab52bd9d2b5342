package coedit.web.socket;

import coedit.core.service.Crowd;
import coedit.model.ErrorCode;
import coedit.web.limit.AddressBlock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All sockets of this server. */
public final class SessionRegistry {

  private static final Logger LOG = System.getLogger(SessionRegistry.class.getName());

  /** How long what was sent may take to be answered when the server stops. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  /** How long sockets may then take to close. */
  private static final Duration CLOSING = Duration.ofSeconds(3);

  private static final int LOOK_MILLIS = 20;

  /** Who has not signed in. */
  private static final String NOBODY = "";

  private final SocketServices services;
  private final SecureRandom random = new SecureRandom();
  private final Crowd addresses;

  private final Map<SocketSession, Counted> sessions = new ConcurrentHashMap<>();

  private final Map<String, Integer> socketsOfUser = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /**
   * For whom a socket is counted.
   *
   * @param block of addresses; empty for none
   * @param users everybody who has signed in on it; an empty name while nobody has
   */
  private record Counted(String block, Set<String> users) {
    Counted {
      users = Set.copyOf(users);
    }
  }

  public SessionRegistry(SocketServices services) {
    this.services = services;
    this.addresses = new Crowd(services.limits().shared().perAddress());
  }

  public SocketServices services() {
    return services;
  }

  /** A name for a new socket among all servers. */
  public String newName() {
    return Long.toString(random.nextLong() >>> 1, 36);
  }

  /** Whether an address may have one more socket now; if not, that is counted as refused. */
  boolean hasRoomFor(String address) {
    boolean room = isExempt(address) || !addresses.isFull(AddressBlock.of(address));
    if (!room) {
      services.enforcement().refused("sockets-of-address");
    }
    return room;
  }

  private boolean isExempt(String address) {
    return address.isEmpty() || services.enforcement().exempt().addresses().contains(address);
  }

  /**
   * Greets a new socket, or tells it why not; either way frames may be handed to it.
   *
   * @param address where the peer is; empty when that is not known
   */
  public void opened(SocketSession session, String address) {
    String block = AddressBlock.of(address);
    boolean counted = !isExempt(address) && addresses.enter(block);
    sessions.put(session, new Counted(counted ? block : "", Set.of(session.user())));
    int sockets = count(session.user());
    int most =
        session.user().isEmpty()
            ? services.limits().socketsOfNobody()
            : services.limits().socketsPerUser();
    if (draining) {
      session.fail(ErrorCode.DRAINING, "this server is stopping");
    } else if (!counted && !isExempt(address)) {
      services.enforcement().refused("sockets-of-address");
      session.fail(ErrorCode.RATE, "too many connections from one address");
    } else if (sockets > most && !isExemptUser(session.user())) {
      services
          .enforcement()
          .refused(session.user().isEmpty() ? "sockets-of-nobody" : "sockets-of-user");
      session.fail(ErrorCode.RATE, "too many connections of one user");
    } else {
      session.greet();
    }
  }

  private boolean isExemptUser(String user) {
    return services.enforcement().exempt().users().contains(user);
  }

  /**
   * Somebody has signed in on an open socket, which counts as theirs from now on, and as nobody's
   * no longer.
   *
   * @return false, and it is not counted, when they have as many as one may
   */
  public boolean signedIn(SocketSession session, String user) {
    boolean[] tooMany = new boolean[1];
    sessions.computeIfPresent(
        session,
        (same, counted) -> {
          if (counted.users().contains(user)) {
            return counted;
          }
          tooMany[0] = count(user) > services.limits().socketsPerUser() && !isExemptUser(user);
          if (tooMany[0]) {
            uncount(user);
            return counted;
          }
          Set<String> users = new HashSet<>(counted.users());
          if (users.remove(NOBODY)) {
            uncount(NOBODY);
          }
          users.add(user);
          return new Counted(counted.block(), users);
        });
    if (tooMany[0]) {
      services.enforcement().refused("sockets-of-user");
    }
    return !tooMany[0];
  }

  /** One socket more; how many these are. */
  private int count(String user) {
    return socketsOfUser.merge(user, 1, Integer::sum);
  }

  private void uncount(String user) {
    socketsOfUser.computeIfPresent(user, (same, count) -> count == 1 ? null : count - 1);
  }

  /** The socket is gone. */
  public void closed(SocketSession session) {
    session.gone();
    Counted counted = sessions.remove(session);
    if (counted != null) {
      if (!counted.block().isEmpty()) {
        addresses.leave(counted.block());
      }
      counted.users().forEach(this::uncount);
    }
  }

  /** Looks after every socket; called every second by one thread. */
  public void scan() {
    for (SocketSession session : sessions.keySet()) {
      try {
        session.look();
      } catch (RuntimeException failed) {
        // One session's trouble must not end the watch over all the others.
        LOG.log(Level.WARNING, "looking after a socket failed", failed);
      }
    }
  }

  /**
   * Sends everybody elsewhere. New sockets are turned away; nothing more is heard of those there
   * are; what was heard is answered, as far as that comes within the time; then they are closed.
   * Returns when they are gone, or are given up: for one who waits until this server may be
   * stopped, since Liberty cuts sockets as soon as it is told to, before any application hears of
   * it.
   */
  public void drain() {
    draining = true;
    sessions.keySet().forEach(SocketSession::hold);
    boolean answered = isSoon(this::isSettled, SETTLING);
    // Sessions of some protocols send their next only now that the last is answered.
    answered &= isSoon(this::isSettled, SETTLING);
    String rest = answered ? "" : "; some of what they sent is not answered";
    LOG.log(Level.INFO, () -> size() + " sockets are sent elsewhere" + rest);
    turnAway();
    isSoon(sessions::isEmpty, CLOSING);
  }

  /** Whether new sockets are turned away. */
  public boolean isDraining() {
    return draining;
  }

  /** New sockets are welcome again. */
  public void resume() {
    draining = false;
  }

  /** The end: whoever is still here is told, and not waited for. */
  void stop() {
    draining = true;
    turnAway();
  }

  private void turnAway() {
    sessions
        .keySet()
        .forEach(session -> session.fail(ErrorCode.DRAINING, "this server is stopping"));
  }

  private boolean isSettled() {
    return services
            .editing()
            .unsettled()
            .toCompletableFuture()
            .completeOnTimeout(1, SETTLING.toMillis(), TimeUnit.MILLISECONDS)
            .join()
        == 0;
  }

  /** Who asks for the drain waits here; nobody else does. */
  private boolean isSoon(BooleanSupplier wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!wanted.getAsBoolean()) {
        if (System.nanoTime() >= end) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Bytes that wait to be sent on all sockets. */
  long waitingBytes() {
    return sessions.keySet().stream().mapToLong(SocketSession::waitingBytes).sum();
  }

  /** Joins that wait for others of their socket. */
  long waitingJoins() {
    return sessions.keySet().stream().mapToLong(session -> session.gate().waiting()).sum();
  }

  /** How many addresses have a socket here that counts. */
  int addresses() {
    return addresses.names();
  }

  /** How many users have a socket here. */
  int users() {
    return socketsOfUser.size();
  }

  /** How many sockets there are. */
  public int size() {
    return sessions.size();
  }
}
