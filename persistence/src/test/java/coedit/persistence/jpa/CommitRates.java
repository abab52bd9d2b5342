package coedit.persistence.jpa;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitResult;
import coedit.persistence.Lease;
import coedit.persistence.Samples;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Prints how fast groups of several sizes commit: as the server writes them, and with the rows
 * persisted as entities instead (docs/adr/0002). Run by hand; first argument: seconds per line.
 */
final class CommitRates {

  private static final int PAYLOAD_BYTES = 80;
  private static final int DOCUMENTS = 200;

  private final StoreFixture store;
  private final Map<DocumentId, Long> heads = new HashMap<>();
  private final List<DocumentId> documents = new ArrayList<>();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Lease lease;
  private int turn;

  private CommitRates(StoreFixture store) {
    this.store = store;
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(Samples.document());
    }
    lease = new JpaOperationLog(store.transactions).acquire(0, "benchmark");
  }

  public static void main(String[] arguments) throws Exception {
    double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 3;
    Path directory = Files.createTempDirectory("coedit-rates");
    try (StoreFixture derby = StoreFixture.derby(directory.resolve("db").toString()).opened()) {
      new CommitRates(derby).run("Derby", seconds);
    }
    try (StoreFixture postgres = StoreFixture.postgres().opened()) {
      new CommitRates(postgres).run("PostgreSQL", seconds);
    }
  }

  private void run(String name, double seconds) {
    JpaOperationLog log = new JpaOperationLog(store.transactions);
    for (int round = 0; round < 2; round++) {
      for (int size : new int[] {1, 10, 100, 1000}) {
        measure(name + ", JDBC", size, seconds, log::commit);
        measure(name + ", JPA ", size, seconds, this::commitEntities);
      }
    }
  }

  private void measure(
      String what, int size, double seconds, Function<CommitGroup, CommitResult> commit) {
    long start = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    long commits = 0;
    while (System.nanoTime() - start < seconds * 1e9) {
      if (!(commit.apply(group(size)) instanceof CommitResult.Committed)) {
        throw new IllegalStateException(what);
      }
      lease = Samples.next(lease);
      commits++;
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    double micros = (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / commits / size;
    System.out.printf(
        "%-18s groups of %4d: %6.0f commits/s %7.0f rows/s %7.1f us CPU of this thread per row%n",
        what, size, commits / elapsed, commits * size / elapsed, micros);
  }

  /** Each document gets at most ten operations, as if some people typed in each. */
  private CommitGroup group(int size) {
    List<CommitGroup.DocumentBatch> batches = new ArrayList<>();
    for (int left = size; left > 0; left -= 10) {
      DocumentId document = documents.get(turn++ % DOCUMENTS);
      long head = heads.getOrDefault(document, 0L);
      List<Operation> operations = new ArrayList<>();
      for (int i = 0; i < Math.min(10, left); i++) {
        OperationName name = new OperationName(new ClientId(7), ++head);
        operations.add(Samples.operation(head, name, Payload.wrap(new byte[PAYLOAD_BYTES])));
      }
      heads.put(document, head);
      batches.add(new CommitGroup.DocumentBatch(document, operations));
    }
    return new CommitGroup(List.of(new CommitGroup.ShardBatch(lease, batches)));
  }

  private CommitResult commitEntities(CommitGroup group) {
    Outcome<CommitGroup> outcome =
        store.transactions.attempt(
            em -> {
              Lease fence = group.shards().get(0).lease();
              int moved =
                  em.createQuery(
                          "UPDATE ShardEntity s SET s.commits = :next WHERE s.id = :id"
                              + " AND s.epoch = :epoch AND s.commits = :commits")
                      .setParameter("next", fence.commits() + 1)
                      .setParameter("id", fence.shard())
                      .setParameter("epoch", fence.epoch())
                      .setParameter("commits", fence.commits())
                      .executeUpdate();
              for (CommitGroup.DocumentBatch batch : group.shards().get(0).documents()) {
                batch.operations().forEach(o -> em.persist(entity(batch.document(), o)));
              }
              return moved == 1 ? group : null;
            });
    return outcome instanceof Outcome.Done<CommitGroup> done && done.value() != null
        ? new CommitResult.Committed()
        : new CommitResult.Failed(new SQLException(outcome.toString()));
  }

  private static OperationEntity entity(DocumentId document, Operation operation) {
    OperationEntity row = new OperationEntity();
    row.document = document.value();
    row.revision = operation.revision();
    row.client = operation.name().client().value();
    row.sequence = operation.name().sequence();
    row.author = operation.author();
    row.base = operation.base();
    row.epoch = operation.provenance().epoch();
    row.hlc = operation.provenance().hlc();
    row.formatVersion = operation.provenance().formatVersion();
    row.digest = operation.provenance().digest();
    row.payload = operation.payload().unsafeBytes();
    row.checksum = OperationChecksum.of(document, operation);
    return row;
  }
}
