package coedit.core.ejb;

import coedit.core.documents.Documents;
import coedit.core.documents.ReplicaHistory;
import coedit.core.documents.TypeRequests;
import coedit.core.member.Member;
import coedit.core.member.MemberParts;
import coedit.core.service.WaitingPlaces;
import coedit.model.DocumentId;
import java.time.Duration;
import java.util.UUID;

/** Puts together what is asked for documents apart from live editing. */
final class CoreDocuments {

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Each step of an export, or an import, may take as long as so many operations may. */
  private static final int STEP_OPERATIONS = 3;

  /** So long may all steps of an export take together. */
  private static final int EXPORT_OPERATIONS = 2 * STEP_OPERATIONS;

  private final CoreSettings settings;
  private final StorePorts ports;
  private final CoreMetrics metrics;
  private final CoreThreads threads;
  private final WaitingPlaces places;

  CoreDocuments(
      CoreSettings settings,
      StorePorts ports,
      CoreMetrics metrics,
      CoreThreads threads,
      WaitingPlaces places) {
    this.places = places;
    this.settings = settings;
    this.ports = ports;
    this.metrics = metrics;
    this.threads = threads;
  }

  Documents of(MemberParts parts, Member running) {
    return new Documents(
        parts.documents(),
        running.loader(),
        settings.replica() ? replicaHistory(parts, running) : running.loader(),
        parts.types(),
        typeRequests(),
        parts.map(),
        running.feed(),
        new Documents.Policy(
            settings.newDocuments(),
            parts.store().shards(),
            () -> new DocumentId(UUID.randomUUID()),
            parts.clock(),
            parts.cluster()::servesEverywhere));
  }

  private TypeRequests typeRequests() {
    Duration operation = settings.typeTime();
    TypeRequests requests =
        threads.typeRequests(
            operation.multipliedBy(STEP_OPERATIONS),
            operation.multipliedBy(EXPORT_OPERATIONS),
            places);
    metrics.register(requests);
    threads.every(LOOK, requests::look);
    return requests;
  }

  private ReplicaHistory replicaHistory(MemberParts parts, Member running) {
    return new ReplicaHistory(
        running.loader(),
        parts.log()::head,
        ports.replica(),
        parts.store(),
        System::nanoTime,
        metrics::replicaAsked);
  }
}
