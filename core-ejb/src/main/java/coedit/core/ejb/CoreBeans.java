package coedit.core.ejb;

import coedit.core.service.AccountService;
import coedit.core.service.DocumentService;
import coedit.core.service.EditingService;
import coedit.core.service.SessionService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.jspecify.annotations.Nullable;

/** The services, once the core has started, for whoever injects one by its interface. */
@ApplicationScoped
class CoreBeans {

  private volatile @Nullable Services services;

  private record Services(
      EditingService editing,
      DocumentService documents,
      AccountService accounts,
      SessionService sessions) {}

  void started(
      EditingService editing,
      DocumentService documents,
      AccountService accounts,
      SessionService sessions) {
    services = new Services(editing, documents, accounts, sessions);
  }

  void stopped() {
    services = null;
  }

  boolean isStarted() {
    return services != null;
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

  private Services present() {
    Services started = services;
    if (started == null) {
      throw new IllegalStateException("the server is starting or stopping");
    }
    return started;
  }
}
