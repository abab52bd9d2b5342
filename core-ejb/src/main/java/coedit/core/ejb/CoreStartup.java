package coedit.core.ejb;

import coedit.core.account.Accounts;
import coedit.core.account.SecretSeal;
import coedit.core.account.SharedTime;
import coedit.core.account.StoredSessions;
import coedit.core.audit.AuditTrail;
import coedit.core.audit.AuditedDocuments;
import coedit.core.audit.AuditedEditing;
import coedit.core.audit.MembershipWatch;
import coedit.core.cluster.Cluster;
import coedit.core.cluster.LocalCluster;
import coedit.core.cluster.PinnedCluster;
import coedit.core.cluster.Placement;
import coedit.core.cluster.hazelcast.HazelcastMember;
import coedit.core.commit.StoreWatch;
import coedit.core.mailbox.Pulse;
import coedit.core.member.Member;
import coedit.core.member.MemberParts;
import coedit.core.registry.DocumentTypes;
import coedit.core.sequence.LocalSequencingMap;
import coedit.core.sequence.MapBreaker;
import coedit.core.sequence.SequencingMap;
import coedit.core.service.AuditEvent;
import coedit.persistence.OpenedStore;
import coedit.persistence.StoreIdentity;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Opens the store, joins the cluster and starts the member; stops them in the opposite order. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init") // the server fills the fields
public class CoreStartup {

  private static final System.Logger LOG = System.getLogger(CoreStartup.class.getName());
  private static final Duration PURGE_SESSIONS = Duration.ofMinutes(10);
  private static final int CLUSTER_SECRET_BYTES = 16;
  private static final Duration LAST_COMMITS = Duration.ofSeconds(5);
  private static final Duration STRANGERS = Duration.ofMinutes(1);
  private static final Duration FILES = Duration.ofMinutes(1);
  private static final Duration LOOK_AT_TIME = Duration.ofMinutes(1);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration TURN_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CALL_PATIENCE = Duration.ofMinutes(2);

  /**
   * With the query it makes, this stays well below the five seconds within which a right is gone.
   */
  private static final Duration SELDOM_TICK = Duration.ofSeconds(3);

  @Inject private StorePorts ports;
  @Inject private CoreBeans beans;
  @Inject private CoreMetrics metrics;
  @Resource private ManagedThreadFactory threadFactory;

  private final SecureRandom random = new SecureRandom();
  private @Nullable CoreThreads threads;
  private @Nullable HazelcastMember hazelcast;
  private @Nullable Member member;
  private @Nullable RestoredBackup backup;

  @PostConstruct
  void start() {
    try {
      startAll();
    } catch (RuntimeException refused) {
      stop();
      throw refused;
    }
  }

  private void startAll() {
    CoreSettings settings = CoreSettings.read(ConfigProvider.getConfig());
    OpenedStore store = opened(settings);
    Accounts accounts = accounts(settings, store);
    CoreThreads started = started(settings);
    DocumentTypes types = documentTypes(settings.cluster().isPresent());
    PinnedCluster cluster = cluster(settings, store, accounts, types, started);
    MemberParts parts = parts(settings, store, cluster, types, started);
    Member running = run(new Member(parts), started);
    AuditTrail audit = audit(cluster, types, started);
    StoreWatch watch = storeWatch(store.identity(), running, started);
    beans.started(
        new CoreBeans.Services(
            new AuditedEditing(running.editing(), audit),
            running.rooms(),
            new AuditedDocuments(
                new CoreDocuments(settings, ports, metrics, started, beans.places())
                    .of(parts, running),
                audit),
            accounts,
            sessions(settings.cluster().isPresent(), started),
            audit,
            watch,
            ports.breaker(),
            pulses(started, watch),
            new Placement(cluster, ports.pins(), ports.documents(), store.identity().shards()),
            cluster));
  }

  private MemberParts parts(
      CoreSettings settings,
      OpenedStore store,
      Cluster cluster,
      DocumentTypes types,
      CoreThreads on) {
    return new MemberParts(
        name(),
        store.identity(),
        cluster,
        sequencingMap(settings, on),
        ports.log(),
        ports.snapshots(),
        ports.documents(),
        types,
        settings.limits(),
        () -> random.nextLong(1, Long.MAX_VALUE),
        metrics::committed,
        InstantSource.system(),
        on,
        on.turns(),
        on.blocking(),
        on.quarantine(settings.typeTime()),
        ports.breaker()::isHeldOpen);
  }

  private CoreThreads started(CoreSettings settings) {
    CoreThreads started = new CoreThreads(threadFactory);
    threads = started;
    guardFiles(settings, started);
    return started;
  }

  private static void guardFiles(CoreSettings settings, CoreThreads on) {
    SecretFiles files = SecretFiles.of(settings.dataDirectory(), settings.configDirectory());
    files.check();
    on.every(FILES, () -> on.blocking().execute(files::look));
  }

  /** A member of a cluster would keep the others from serving what it cannot serve itself. */
  private DocumentTypes documentTypes(boolean member) {
    DocumentTypes types = DocumentTypes.load(CoreStartup.class.getClassLoader());
    LOG.log(System.Logger.Level.INFO, "document types: " + types.ids());
    lookForMissing(types, member);
    return types;
  }

  private void lookForMissing(DocumentTypes types, boolean member) {
    Set<String> missing = new TreeSet<>(ports.documents().typesInUse());
    missing.removeAll(types.ids());
    if (!missing.isEmpty()) {
      String lacks =
          "there are documents of the types %s, and no plugin for them: put it into coedit.plugins.dir"
              .formatted(missing);
      if (member) {
        throw new IllegalStateException(lacks);
      }
      LOG.log(System.Logger.Level.WARNING, lacks + "; these documents cannot be opened");
    }
  }

  private StoreWatch storeWatch(StoreIdentity store, Member running, CoreThreads on) {
    metrics.register(ports.breaker());
    StoreWatch watch =
        new StoreWatch(
            running.committer(),
            () -> ports.opening().identity().equals(store),
            on.watching(),
            System::nanoTime);
    on.every(
        TICK,
        () -> {
          watch.look();
          ports.breaker().follow(watch.isReachable());
          on.storeIsAway(ports.breaker().isHeldOpen());
          if (watch.isOutlived()) {
            running.leases().dropUnless(shard -> false);
          }
        });
    return watch;
  }

  /** Threads that make database calls may all wait for the database: then they are not lost. */
  private static List<Pulse> pulses(CoreThreads on, StoreWatch watch) {
    Pulse turns = new Pulse(on.turns(), on::turnsDone, TURN_PATIENCE, () -> true, System::nanoTime);
    Pulse calls =
        new Pulse(
            on.blocking(), on::callsDone, CALL_PATIENCE, watch::isReachable, System::nanoTime);
    on.every(TICK, turns::beat);
    on.every(TICK, calls::beat);
    return List.of(turns, calls);
  }

  private AuditTrail audit(Cluster cluster, DocumentTypes types, CoreThreads on) {
    AuditTrail audit =
        new AuditTrail(ports.audit(), InstantSource.system(), System::nanoTime, on.blocking());
    metrics.register(audit);
    MembershipWatch members = new MembershipWatch(cluster, audit);
    on.every(
        TICK,
        () -> {
          members.look();
          audit.write();
        });
    if (backup != null) {
      backup.tell(audit::noteNow);
    }
    PluginFiles.of(types).forEach(file -> audit.note(AuditEvent.ofServer("plugin-loaded", file)));
    return audit;
  }

  private Accounts accounts(CoreSettings settings, OpenedStore store) {
    String material = KeyMaterial.of(ConfigProvider.getConfig(), settings.dataDirectory(), random);
    SecretSeal seal = new SecretSeal(material, store.identity().storeId(), random);
    Accounts accounts =
        new Accounts(
            ports.accounts(), ports.secrets(), seal, random, settings.demo(), beans.places());
    accounts.checkSeal();
    if (!settings.demo()) {
      endSignIns(accounts.leftByDemo());
    }
    new FirstStart(settings, random).prepare(accounts);
    return accounts;
  }

  /** While it is still known whose they are: a start that fails later is not the last one. */
  private void endSignIns(List<String> users) {
    StoredSessions sessions =
        new StoredSessions(ports.sessions(), ports.tickets(), InstantSource.system());
    users.forEach(user -> sessions.ofUser(user).forEach(session -> sessions.end(session.id())));
  }

  private StoredSessions sessions(boolean member, CoreThreads on) {
    InstantSource time = member ? sharedTime(on) : InstantSource.system();
    StoredSessions sessions =
        new StoredSessions(ports.sessions(), ports.watchedSessions(), ports.tickets(), time);
    on.every(PURGE_SESSIONS, () -> on.blocking().execute(sessions::purge));
    return sessions;
  }

  private SharedTime sharedTime(CoreThreads on) {
    SharedTime time = new SharedTime(ports.time(), System::nanoTime);
    on.every(LOOK_AT_TIME, () -> on.blocking().execute(time::look));
    return time;
  }

  /** The pins are read with the heads of open documents; nobody else can own those of one alone. */
  private PinnedCluster cluster(
      CoreSettings settings,
      OpenedStore store,
      Accounts accounts,
      DocumentTypes types,
      CoreThreads on) {
    Cluster joined = joined(settings, store, accounts, types, on);
    PinnedCluster pinned = new PinnedCluster(joined, ports.pins()::all);
    if (!joined.standsAlone()) {
      pinned.look();
      on.every(SELDOM_TICK, () -> on.blocking().execute(pinned::lookAgain));
    }
    return pinned;
  }

  private Cluster joined(
      CoreSettings settings,
      OpenedStore store,
      Accounts accounts,
      DocumentTypes types,
      CoreThreads on) {
    if (settings.cluster().isEmpty()) {
      return new LocalCluster();
    }
    byte[] secret = accounts.sharedSecret("cluster-name", CoreStartup::newClusterSecret);
    HazelcastMember joined =
        HazelcastMember.join(settings.cluster().get(), store.identity(), secret, types.ids());
    hazelcast = joined;
    if (!ports.opening().identity().equals(store.identity())) {
      throw new IllegalStateException("a backup was restored meanwhile: start this server again");
    }
    // What was made while this server was joining, the others made without asking it.
    lookForMissing(types, true);
    on.every(STRANGERS, () -> on.blocking().execute(joined::tellOfStrangers));
    return joined;
  }

  /** Nobody else takes part in the map of a server that stands alone: it always answers. */
  private SequencingMap sequencingMap(CoreSettings settings, CoreThreads on) {
    if (hazelcast == null) {
      return new LocalSequencingMap();
    }
    MapBreaker breaker = new MapBreaker(hazelcast.sequencingMap(), on, settings.mapTime());
    on.every(TICK, breaker::look);
    return breaker;
  }

  private static byte[] newClusterSecret() {
    byte[] secret = new byte[CLUSTER_SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private Member run(Member running, CoreThreads on) {
    member = running;
    metrics.register(running, on);
    metrics.registerLoad(running);
    running.start();
    on.start(running.committer());
    on.every(TICK, running::tick);
    on.every(SELDOM_TICK, running::seldomTick);
    return running;
  }

  private OpenedStore opened(CoreSettings settings) {
    OpenedStore store = ports.opening().open(settings.shards());
    if (store.durability().durable()) {
      LOG.log(System.Logger.Level.INFO, store.durability().text());
    } else if (settings.requireDurable()) {
      throw new IllegalStateException(store.durability().text());
    } else {
      LOG.log(System.Logger.Level.WARNING, store.durability().text());
    }
    RestoredBackup noticing = new RestoredBackup(settings.dataDirectory(), ports);
    backup = noticing;
    return noticing.noticed(store);
  }

  private static String name() {
    return ProcessHandle.current().pid() + "@" + System.getProperty("wlp.server.name", "coedit");
  }

  /** Hands the documents over to the other members; then what is left in hand is committed. */
  @PreDestroy
  void stop() {
    beans.stopped();
    if (threads != null) {
      threads.endPeriodicWork();
    }
    if (hazelcast != null) {
      hazelcast.leave();
    }
    if (member != null) {
      member.stop(LAST_COMMITS);
    }
    if (threads != null) {
      threads.close();
    }
  }
}
