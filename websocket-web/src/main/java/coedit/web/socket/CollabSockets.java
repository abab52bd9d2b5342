package coedit.web.socket;

import coedit.core.service.EditingService;
import coedit.core.service.SessionService;
import coedit.web.auth.SessionLiveness;
import coedit.web.auth.SignedIn;
import coedit.web.limit.Enforcement;
import coedit.web.limit.Exempt;
import coedit.web.limit.Refusals;
import coedit.web.protocol.MessageCodec;
import coedit.web.protocol.ServerMessage;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The container's side of {@link SessionRegistry}: its settings, threads, beginning and end. */
@ApplicationScoped
public class CollabSockets {

  /** How many sockets are closed at once, at most. */
  private static final int CLOSERS = 256;

  /** How many threads peers may hold by not reading; see {@link DirectSends}. */
  private static final int HELD = 8;

  private static final long WRITER_PATIENCE_MILLIS = 10;

  /** In which what a peer sent at once has been read. */
  private static final long LAST_FRAMES_MILLIS = 50;

  /** Between two pictures of a screen, about. */
  private static final long FRAME_MILLIS = 16;

  private final DirectSends direct = new DirectSends(HELD, System::nanoTime);

  @Inject EditingService editing;
  @Inject SessionLiveness liveness;
  @Inject SessionService signIns;
  @Inject Config config;
  @Inject Refusals refusals;

  @SuppressWarnings("NullAway.Init") // injected
  @Resource
  ManagedScheduledExecutorService scheduler;

  @SuppressWarnings("NullAway.Init") // injected
  @Resource
  ManagedThreadFactory threads;

  @SuppressWarnings("NullAway.Init") // set at the start
  private Closers closers;

  @SuppressWarnings("NullAway.Init") // set at the start
  private Writers writers;

  @SuppressWarnings("NullAway.Init") // set at the start
  private ThreadPoolExecutor writing;

  private @Nullable SessionRegistry registry;
  private @Nullable ScheduledFuture<?> scan;

  @PostConstruct
  void start() {
    closers = new Closers(CLOSERS, threads, System::nanoTime);
    startWriters();
    Ticker ticker = new Ticker(action -> later(action, FRAME_MILLIS));
    SocketLimits limits =
        SocketLimits.read(name -> config.getOptionalValue("coedit.limits." + name, Integer.class));
    Enforcement enforcement = new Enforcement(Exempt.read(config), refusals);
    SessionRegistry sessions =
        new SessionRegistry(
            new SocketServices(
                new LimitedEditing(editing, limits.shared(), enforcement, System::nanoTime),
                liveness,
                limits,
                enforcement,
                new MessageCodec(limits.decode()),
                writers,
                () -> new FramePace(System::nanoTime, ticker),
                signIns::now,
                System::nanoTime));
    registry = sessions;
    scan = scheduler.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  private void look() {
    registry().scan();
    closers.look();
  }

  /** How many outboxes wait for a thread that writes. */
  int toWrite() {
    return writers.waiting();
  }

  /** How many threads close a socket now. */
  int closing() {
    return closers.busy();
  }

  /** How many sockets wait to be closed. */
  int toClose() {
    return closers.waiting();
  }

  /** Names of users, documents and addresses that hold a place now. */
  int places() {
    return registry().addresses() + limited().places();
  }

  /** Names of users and documents whose rates are remembered. */
  int rates() {
    return limited().rates();
  }

  private LimitedEditing limited() {
    return (LimitedEditing) registry().services().editing();
  }

  /** Whether sockets are still closed, and every one of them. */
  boolean canClose() {
    return !closers.areSpent();
  }

  /**
   * Writing has threads of its own: on two processors the container has four at times, and as many
   * peers that do not read would hold them all, with them everybody's requests and frames.
   */
  private void startWriters() {
    int processors = Runtime.getRuntime().availableProcessors();
    int most = processors + HELD;
    writing =
        new ThreadPoolExecutor(
            most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    writing.allowCoreThreadTimeOut(true);
    writers =
        new Writers(
            writing,
            processors,
            TimeUnit.MILLISECONDS.toNanos(WRITER_PATIENCE_MILLIS),
            look -> later(look, WRITER_PATIENCE_MILLIS),
            System::nanoTime);
  }

  private void later(Runnable action, long millis) {
    var unused = scheduler.schedule(action, millis, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (scan != null) {
      scan.cancel(false);
    }
    if (registry != null) {
      registry.stop();
    }
    closers.shutdown();
    writing.shutdown();
  }

  /** The bound on one frame, for the container. */
  int frameBytes() {
    return registry().services().limits().frameBytes();
  }

  CollabSession open(SignedIn signedIn, Session session) {
    SessionRegistry sessions = registry();
    CollabSession opened =
        new CollabSession(sessions.services(), signedIn, sessions.newName(), wire(session));
    sessions.opened(opened, AddressedRequest.addressOf(session));
    return opened;
  }

  /** A session's way to its peer. */
  public Wire wire(Session session) {
    return new JakartaWire(
        session,
        new JakartaWire.Closing(
            closers, closing -> later(() -> closers.execute(closing), LAST_FRAMES_MILLIS)),
        direct);
  }

  /** Tells a socket why it is not served, and closes it. */
  void turnAway(Session session, ServerMessage.Failure error, CloseCode code) {
    new Outbox<>(wire(session), writers, new JsonFraming(), 0)
        .finish(error.encode(), code, error.reason());
  }

  void closed(CollabSession session) {
    registry().closed(session);
  }

  public SessionRegistry registry() {
    if (registry == null) {
      throw new IllegalStateException("not started");
    }
    return registry;
  }
}
