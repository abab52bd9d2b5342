package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One statement for each row, in batches: for a database in our own process. Ids are text. */
final class RowWriter implements GroupWriter {

  /** Bounds what the driver keeps for one round trip. */
  private static final int ROWS_PER_BATCH = 1000;

  private static final int BYTES_PER_BATCH = 4 << 20;

  private static final String FENCE =
      "UPDATE shard SET commits = ? WHERE id = ? AND epoch = ? AND commits = ?";

  private static final String INSERT =
      "INSERT INTO operation_log (document, revision, client, client_sequence, author,"
          + " base_revision, epoch, hlc, format_version, digest, payload, checksum)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Connection connection;
  private int rows;
  private int bytes;

  RowWriter(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Set<Integer> write(CommitGroup group) throws SQLException {
    Set<Integer> fenced = fence(group);
    if (fenced.isEmpty()) {
      insert(group);
    }
    return fenced;
  }

  /** In shard order, so that two groups never wait for each other in a ring. */
  private Set<Integer> fence(CommitGroup group) throws SQLException {
    List<ShardBatch> ordered =
        group.shards().stream().sorted(Comparator.comparing(s -> s.lease().shard())).toList();
    try (PreparedStatement update = connection.prepareStatement(FENCE)) {
      for (ShardBatch shard : ordered) {
        update.setLong(1, shard.lease().commits() + 1);
        update.setInt(2, shard.lease().shard());
        update.setLong(3, shard.lease().epoch());
        update.setLong(4, shard.lease().commits());
        update.addBatch();
      }
      int[] changed = update.executeBatch();
      Set<Integer> fenced = new HashSet<>();
      for (int i = 0; i < changed.length; i++) {
        if (changed[i] != 1) {
          fenced.add(ordered.get(i).lease().shard());
        }
      }
      return fenced;
    }
  }

  private void insert(CommitGroup group) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (ShardBatch shard : group.shards()) {
        for (DocumentBatch batch : shard.documents()) {
          for (Operation operation : batch.operations()) {
            add(insert, batch.document(), operation);
          }
        }
      }
      send(insert);
    }
  }

  private void add(PreparedStatement insert, DocumentId document, Operation operation)
      throws SQLException {
    insert.setString(1, document.toString());
    insert.setLong(2, operation.revision());
    insert.setLong(3, operation.name().client().value());
    insert.setLong(4, operation.name().sequence());
    insert.setString(5, operation.author());
    insert.setLong(6, operation.base());
    insert.setLong(7, operation.provenance().epoch());
    insert.setLong(8, operation.provenance().hlc());
    insert.setInt(9, operation.provenance().formatVersion());
    insert.setInt(10, operation.provenance().digest());
    insert.setBytes(11, operation.payload().unsafeBytes());
    insert.setInt(12, OperationChecksum.of(document, operation));
    insert.addBatch();
    rows++;
    bytes += operation.payload().size();
    if (rows >= ROWS_PER_BATCH || bytes >= BYTES_PER_BATCH) {
      send(insert);
    }
  }

  private void send(PreparedStatement insert) throws SQLException {
    if (rows > 0) {
      insert.executeBatch();
    }
    rows = 0;
    bytes = 0;
  }
}
