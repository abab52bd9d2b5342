package coedit.core.ejb;

import coedit.core.cluster.Cluster;
import coedit.core.commit.StoreWatch;
import coedit.core.mailbox.Pulse;
import coedit.core.service.AccountService;
import coedit.core.service.AuditService;
import coedit.core.service.ClientsService;
import coedit.core.service.DocumentService;
import coedit.core.service.EditingService;
import coedit.core.service.PlacementService;
import coedit.core.service.SessionService;
import coedit.core.service.WaitingPlaces;
import coedit.core.store.StoreBreaker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services, once the core has started, for whoever injects one by its interface. */
@ApplicationScoped
class CoreBeans {

  private final WaitingPlaces places = new WaitingPlaces();
  private volatile @Nullable Services services;

  /** All that the core offers. */
  record Services(
      EditingService editing,
      ClientsService clients,
      DocumentService documents,
      AccountService accounts,
      SessionService sessions,
      AuditService audit,
      StoreWatch store,
      StoreBreaker breaker,
      List<Pulse> threads,
      PlacementService placement,
      Cluster cluster) {

    Services {
      threads = List.copyOf(threads);
      documents = Degrading.service(DocumentService.class, documents);
      accounts = Degrading.service(AccountService.class, accounts);
      sessions = Degrading.service(SessionService.class, sessions);
      audit = Degrading.service(AuditService.class, audit);
      placement = Degrading.service(PlacementService.class, placement);
    }
  }

  void started(Services all) {
    services = all;
  }

  void stopped() {
    services = null;
  }

  boolean isStarted() {
    return services != null;
  }

  /** Whether the database answers, and calls to it are let through. */
  boolean hasStore() {
    Services started = services;
    return started != null && started.store().isReachable() && !started.breaker().isHeldOpen();
  }

  /**
   * Whether edits are taken from their queues, and committed, into the history that this server
   * knows; true while the core starts or stops.
   */
  boolean isAlive() {
    Services started = services;
    return started == null
        || (started.store().isCommitterAlive()
            && started.threads().stream().allMatch(Pulse::isThere)
            && started.cluster().isThere()
            && !started.store().isOutlived());
  }

  /** Whether this server sees enough of its cluster to sequence documents. */
  boolean hasQuorum() {
    Services started = services;
    return started != null && started.cluster().hasQuorum();
  }

  /** Also there while the core starts. */
  @Produces
  @Dependent
  WaitingPlaces places() {
    return places;
  }

  @Produces
  @Dependent
  EditingService editing() {
    return present().editing();
  }

  @Produces
  @Dependent
  DocumentService documents() {
    return present().documents();
  }

  @Produces
  @Dependent
  AccountService accounts() {
    return present().accounts();
  }

  @Produces
  @Dependent
  SessionService sessions() {
    return present().sessions();
  }

  @Produces
  @Dependent
  AuditService audit() {
    return present().audit();
  }

  @Produces
  @Dependent
  ClientsService clients() {
    return present().clients();
  }

  @Produces
  @Dependent
  PlacementService placement() {
    return present().placement();
  }

  private Services present() {
    Services started = services;
    if (started == null) {
      throw new IllegalStateException("the server is starting or stopping");
    }
    return started;
  }
}
