package coedit.persistence.jpa;

import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.persistence.CommitGroup;
import coedit.persistence.CommitGroup.DocumentBatch;
import coedit.persistence.CommitGroup.ShardBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One statement for all fences and one for all rows, whose columns go as arrays: PostgreSQL spends
 * more on a statement than on a row, and the committer waits for each.
 *
 * <p>No two groups wait for each other in a ring: of all who ask for a shard's row only one holds
 * its epoch, and who takes a lease holds no other row.
 */
final class ArrayWriter implements GroupWriter {

  /** Bounds what one statement carries. */
  private static final int ROWS = 1000;

  private static final int BYTES = 4 << 20;

  private static final String FENCE =
      "UPDATE shard SET commits = shard.commits + 1"
          + " FROM unnest(?, ?, ?) AS held (id, epoch, commits)"
          + " WHERE shard.id = held.id AND shard.epoch = held.epoch"
          + " AND shard.commits = held.commits RETURNING shard.id";

  private static final String INSERT =
      "INSERT INTO operation_log (document, revision, client, client_sequence, author,"
          + " base_revision, epoch, hlc, format_version, digest, payload, checksum)"
          + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Connection connection;

  ArrayWriter(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Set<Integer> fence(CommitGroup group) throws SQLException {
    List<ShardBatch> shards = group.shards();
    Set<Integer> fenced = new HashSet<>();
    shards.forEach(shard -> fenced.add(shard.lease().shard()));
    try (PreparedStatement update = connection.prepareStatement(FENCE)) {
      Columns<ShardBatch> columns = new Columns<>(update, shards);
      columns.add("int4", Integer[]::new, shard -> shard.lease().shard());
      columns.add("int8", Long[]::new, shard -> shard.lease().epoch());
      columns.add("int8", Long[]::new, shard -> shard.lease().commits());
      try (ResultSet moved = update.executeQuery()) {
        while (moved.next()) {
          fenced.remove(moved.getInt(1));
        }
      }
    }
    return fenced;
  }

  @Override
  public void insert(CommitGroup group) throws SQLException {
    List<Row> rows = new ArrayList<>();
    int bytes = 0;
    for (ShardBatch shard : group.shards()) {
      for (DocumentBatch batch : shard.documents()) {
        for (Operation operation : batch.operations()) {
          rows.add(new Row(batch.document(), operation));
          bytes += operation.payload().size();
          if (rows.size() >= ROWS || bytes >= BYTES) {
            send(rows);
            rows.clear();
            bytes = 0;
          }
        }
      }
    }
    if (!rows.isEmpty()) {
      send(rows);
    }
  }

  private void send(List<Row> rows) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Columns<Row> columns = new Columns<>(insert, rows);
      columns.add("uuid", Object[]::new, row -> row.document().value());
      columns.add("int8", Long[]::new, row -> row.operation().revision());
      columns.add("int8", Long[]::new, row -> row.operation().name().client().value());
      columns.add("int8", Long[]::new, row -> row.operation().name().sequence());
      columns.add("varchar", String[]::new, row -> row.operation().author());
      columns.add("int8", Long[]::new, row -> row.operation().base());
      columns.add("int8", Long[]::new, row -> row.operation().provenance().epoch());
      columns.add("int8", Long[]::new, row -> row.operation().provenance().hlc());
      columns.add("int4", Integer[]::new, row -> row.operation().provenance().formatVersion());
      columns.add("int4", Integer[]::new, row -> row.operation().provenance().digest());
      columns.add("bytea", byte[][]::new, row -> row.operation().payload().unsafeBytes());
      columns.add(
          "int4", Integer[]::new, row -> OperationChecksum.of(row.document(), row.operation()));
      insert.executeUpdate();
    }
  }

  private record Row(DocumentId document, Operation operation) {}

  /** Fills a statement's parameters with one column after the other. */
  private final class Columns<R> {

    private final PreparedStatement statement;
    private final List<R> rows;
    private int parameter;

    Columns(PreparedStatement statement, List<R> rows) {
      this.statement = statement;
      this.rows = rows;
    }

    <V> void add(String type, IntFunction<V[]> array, Function<R, V> value) throws SQLException {
      V[] values = rows.stream().map(value).toArray(array);
      statement.setArray(++parameter, connection.createArrayOf(type, values));
    }
  }
}
