package coedit.core.simulation;

import coedit.core.cluster.MemberId;
import coedit.core.fixture.GatherType;
import coedit.core.fixture.Texts;
import coedit.core.fixture.WordType;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.persistence.Shards;
import coedit.persistence.StoreIdentity;
import coedit.persistence.memory.InMemoryDocumentStore;
import coedit.persistence.memory.InMemorySnapshotStore;
import coedit.plugin.text.TextDocumentType;
import coedit.spi.DocumentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything of one run: two servers, their store, their network, and the people who edit. */
final class World {

  private static final int SHARDS = 2;
  static final int SERVERS = 2;
  private static final int TYPISTS = 3;
  private static final int WORD_DOCUMENTS = 2;
  private static final int GATHERERS = 3;
  private static final DocumentId GATHERED = Texts.document(WORD_DOCUMENTS + 1);
  private static final int PAGES = 3;
  private static final DocumentId TEXT = Texts.document(WORD_DOCUMENTS + 2);
  private static final int LOOK_MILLIS = 200;
  private static final int LEAVING_STEPS = 20_000;
  private static final Duration HEALED = Duration.ofSeconds(15);

  final Plan plan;
  final @Nullable Weakness weakness;
  final Violations violations = new Violations();
  final Random random;
  final Schedule schedule;
  final Network network;
  final RewindingMap map;
  final FaultyLog log;
  final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
  final InMemoryDocumentStore documents;
  final Rights rights;
  final List<DocumentId> ids = new ArrayList<>();
  final List<Actor> actors = new ArrayList<>();
  private StoreIdentity store = new StoreIdentity(new UUID(0, 1), new UUID(0, 1), SHARDS);
  private final List<Server> servers = new ArrayList<>();
  private long clientIds;
  private int incarnations;

  /** How many insertions were typed so far, in texts. */
  int letters;

  private final Checks checks;

  World(Plan plan) {
    this(plan, null);
  }

  /**
   * @param weakness what the servers lack; null for servers as they are
   */
  World(Plan plan, @Nullable Weakness weakness) {
    this.plan = plan;
    this.weakness = weakness;
    this.random = new Random(plan.seed());
    this.schedule = new Schedule(random);
    this.network = new Network(schedule, random, SHARDS, plan);
    this.map = new RewindingMap(schedule, random, plan);
    this.log =
        new FaultyLog(SHARDS, schedule, random, plan, weakness, violations, this::mayBeCommitted);
    this.documents =
        new InMemoryDocumentStore(
            weakness == Weakness.RIGHTS_END_NO_LEASE ? shard -> {} : log::endLease);
    this.rights = new Rights(this);
    for (int i = 1; i <= WORD_DOCUMENTS; i++) {
      create(Texts.document(i), WordType.ID);
    }
    create(GATHERED, GatherType.ID);
    create(TEXT, new TextDocumentType().id());
    for (int i = 0; i < SERVERS; i++) {
      servers.add(start(i == plan.server() ? plan.crashAt() : -1));
    }
    for (int i = 0; i < TYPISTS; i++) {
      actors.add(new Typist(this, ids.get(i % WORD_DOCUMENTS), i));
    }
    for (int i = 0; i < GATHERERS; i++) {
      actors.add(new Gatherer(this, GATHERED, i));
    }
    for (int i = 0; i < PAGES; i++) {
      actors.add(new Page(this, TEXT, i));
    }
    if (plan.has(Trouble.VANDALS)) {
      actors.add(new Vandal(this, ids.get(0)));
    }
    this.checks = new Checks(this);
  }

  private void create(DocumentId id, String type) {
    ids.add(id);
    documents.create(Texts.record(id, shardOf(id), type), Rights.EVERYBODY_EDITS);
  }

  int shardOf(DocumentId document) {
    return Shards.of(document, SHARDS);
  }

  /** Names the history that the store holds. */
  UUID generation() {
    return store.generation();
  }

  /** INV-10 and INV-4, at the very moment when an operation is shown to somebody. */
  void shown(DocumentId document, Operation operation) {
    violations.unless(
        log.holds(document, operation),
        "INV-1/INV-4/INV-10: shown and not in the log: ",
        operation);
  }

  /** The names of all operations in the log of a document. */
  Set<OperationName> names(DocumentId document) {
    return log.all(document).stream().map(Operation::name).collect(Collectors.toSet());
  }

  DocumentType type(DocumentId document) {
    if (document.equals(TEXT)) {
      return new TextDocumentType();
    }
    return document.equals(GATHERED) ? new GatherType() : new WordType();
  }

  /** The words that the log holds of a document that gathers them. */
  SortedSet<String> words(DocumentId document) {
    SortedSet<String> words = new TreeSet<>();
    log.all(document).forEach(each -> words.addAll(GatherType.wordsOf(each.payload())));
    return words;
  }

  private Server start(int crashAt) {
    return new Server(this, new MemberId("member-" + ++incarnations), store, crashAt);
  }

  /** At how many points a server could have crashed. */
  int awaits(int slot) {
    return servers.get(slot).awaits();
  }

  /** INV-11, at the very moment of the commit. */
  private void mayBeCommitted(DocumentId document, Operation operation) {
    violations.unless(
        rights.mayEdit(operation.author(), document),
        "INV-11: committed without right ",
        operation);
  }

  long newClientId() {
    return ++clientIds;
  }

  Server someServer() {
    return servers.get(random.nextInt(servers.size()));
  }

  /** A stormy time, then calm for as long as is promised; checks everything. */
  void run() {
    for (int i = 0; i < plan.steps(); i++) {
      step();
      if (random.nextInt(4) == 0) {
        actors.get(random.nextInt(actors.size())).act();
      }
      if (random.nextInt(60) == 0) {
        misfortune();
      }
      if (random.nextInt(150) == 0 && plan.has(Trouble.RIGHTS)) {
        rights.change();
      }
    }
    heal();
    actors.forEach(Actor::reconnectIfNeeded);
    calm(HEALED);
    actors.forEach(Actor::writesOneMore);
    calm(HEALED);
    checks.all();
    everybodyLeaves();
  }

  private void everybodyLeaves() {
    servers.forEach(Server::everybodyLeaves);
    for (int steps = 0; steps < LEAVING_STEPS && !schedule.isIdle(); steps++) {
      step();
    }
    long latest = schedule.nowMillis() + HEALED.toMillis();
    while (schedule.nowMillis() < latest && servers.stream().anyMatch(Server::isOpening)) {
      step();
    }
    servers.forEach(Server::checkNothingIsKept);
  }

  private void step() {
    try {
      schedule.step();
    } catch (Crash gone) {
      // In the middle of hearing a message.
    }
    checks.step();
    violations.check();
  }

  private void misfortune() {
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> network.moveSomething();
      case 3 -> network.agree();
      case 4, 5, 6 -> map.rewind(ids.get(random.nextInt(ids.size())));
      case 7 -> log.away = !log.away && plan.has(Trouble.NO_DATABASE);
      case 8 -> crash();
      case 9 -> someServer().setClock();
      case 10 -> cut();
      case 11 -> mend();
      case 12 -> map.silent = !map.silent;
      case 13 -> log.backUp();
      case 14 -> restore();
      default -> {
        log.away = false;
        map.silent = false;
      }
    }
  }

  private void cut() {
    if (network.cutOff()) {
      map.cut(ids);
    }
  }

  private void mend() {
    if (!network.isCut()) {
      return;
    }
    network.mend();
    map.merge();
  }

  private void crash() {
    int slot = random.nextInt(servers.size());
    if (plan.has(Trouble.CRASHES)) {
      restart(slot);
    }
  }

  private void restart(int slot) {
    Server old = servers.get(slot);
    old.crash();
    actors.forEach(actor -> actor.serverCrashed(old));
    servers.set(slot, start(-1));
  }

  /** All servers are stopped, the backup is put into the place of the store, and they start. */
  private void restore() {
    if (!plan.has(Trouble.RESTORES)) {
      return;
    }
    for (Server server : servers) {
      server.crash();
      actors.forEach(actor -> actor.serverCrashed(server));
    }
    map.clear();
    log.restore();
    ids.forEach(document -> snapshots.forgetAfter(document, log.all(document).size()));
    if (weakness != Weakness.BACKUPS_KEEP_THE_GENERATION) {
      long next = store.generation().getLeastSignificantBits() + 1;
      store = new StoreIdentity(store.storeId(), new UUID(0, next), SHARDS);
    }
    servers.replaceAll(gone -> start(-1));
    actors.forEach(Actor::restored);
  }

  /** A server goes down at a point that the plan names. */
  void crash(Server server) {
    restart(servers.indexOf(server));
  }

  private void heal() {
    network.faults = false;
    mend();
    map.faults = false;
    map.silent = false;
    log.faults = false;
    log.away = false;
    network.agree();
    rights.restore();
  }

  /** Lets time pass without new misfortune. */
  private void calm(Duration duration) {
    long until = schedule.nowMillis() + duration.toMillis();
    long nextLook = 0;
    for (int steps = 0; schedule.nowMillis() < until; steps++) {
      if (plan.shortCalm() && steps % 50 == 0 && actors.stream().allMatch(Actor::isAtRest)) {
        return;
      }
      violations.unless(steps < 2_000_000, "INV-12: work that never ends");
      step();
      if (schedule.nowMillis() >= nextLook) {
        nextLook = schedule.nowMillis() + LOOK_MILLIS;
        actors.forEach(Actor::continueWriting);
      }
    }
  }
}
