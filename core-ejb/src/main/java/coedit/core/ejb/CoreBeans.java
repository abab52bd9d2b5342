package coedit.core.ejb;

import coedit.core.service.AccountService;
import coedit.core.service.DocumentService;
import coedit.core.service.EditingService;
import coedit.persistence.CommitResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.jspecify.annotations.Nullable;

/** The services, once the core has started, for whoever injects one by its interface. */
@ApplicationScoped
class CoreBeans {

  private volatile @Nullable Services services;

  private volatile CommitResult lastCommit = new CommitResult.Committed();

  private record Services(
      EditingService editing, DocumentService documents, AccountService accounts) {}

  void started(EditingService editing, DocumentService documents, AccountService accounts) {
    services = new Services(editing, documents, accounts);
  }

  void stopped() {
    services = null;
  }

  /** Hears how a transaction of the committer ended. */
  void committed(CommitResult result) {
    lastCommit = result;
  }

  /** Whether the database answered the last time it was needed. */
  boolean isStoreReachable() {
    return !(lastCommit instanceof CommitResult.Unavailable);
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

  private Services present() {
    Services started = services;
    if (started == null) {
      throw new IllegalStateException("the server is starting or stopping");
    }
    return started;
  }
}
