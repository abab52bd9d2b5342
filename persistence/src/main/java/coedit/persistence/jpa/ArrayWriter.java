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
 * One statement for a whole group, whose columns go as arrays: PostgreSQL spends more on a
 * statement than on a row, and the committer waits for each. It moves the fences first; the rows go
 * in only if every fence has moved.
 *
 * <p>No two groups wait for each other in a ring: of all who ask for a shard's row only one holds
 * its epoch, and who takes a lease holds no other row.
 */
final class ArrayWriter implements GroupWriter {

  /** Bounds what one statement carries; what is left follows in others. */
  private static final int ROWS = 1000;

  private static final int BYTES = 4 << 20;

  private static final String INSERT =
      "INSERT INTO operation_log (document, revision, client, client_sequence, author,"
          + " base_revision, epoch, hlc, format_version, digest, payload, checksum)"
          + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String FENCE_AND_INSERT =
      "WITH fence AS (UPDATE shard SET commits = shard.commits + 1"
          + " FROM unnest(?, ?, ?) AS held (id, epoch, commits)"
          + " WHERE shard.id = held.id AND shard.epoch = held.epoch"
          + " AND shard.commits = held.commits RETURNING shard.id),"
          + " added AS ("
          + INSERT
          + " WHERE (SELECT count(*) FROM fence) = ?)"
          + " SELECT id FROM fence";

  private final Connection connection;

  ArrayWriter(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Set<Integer> write(CommitGroup group) throws SQLException {
    List<List<Row>> parts = parts(group);
    Set<Integer> fenced = fenceAndInsert(group.shards(), parts.get(0));
    if (fenced.isEmpty()) {
      for (List<Row> rows : parts.subList(1, parts.size())) {
        insert(rows);
      }
    }
    return fenced;
  }

  private static List<List<Row>> parts(CommitGroup group) {
    List<List<Row>> parts = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    int bytes = 0;
    for (ShardBatch shard : group.shards()) {
      for (DocumentBatch batch : shard.documents()) {
        for (Operation operation : batch.operations()) {
          rows.add(new Row(batch.document(), operation));
          bytes += operation.payload().size();
          if (rows.size() >= ROWS || bytes >= BYTES) {
            parts.add(rows);
            rows = new ArrayList<>();
            bytes = 0;
          }
        }
      }
    }
    if (!rows.isEmpty() || parts.isEmpty()) {
      parts.add(rows);
    }
    return parts;
  }

  private Set<Integer> fenceAndInsert(List<ShardBatch> shards, List<Row> rows) throws SQLException {
    Set<Integer> fenced = new HashSet<>();
    shards.forEach(shard -> fenced.add(shard.lease().shard()));
    try (PreparedStatement write = connection.prepareStatement(FENCE_AND_INSERT)) {
      Columns<ShardBatch> fences = new Columns<>(write, shards, 0);
      fences.add("int4", Integer[]::new, shard -> shard.lease().shard());
      fences.add("int8", Long[]::new, shard -> shard.lease().epoch());
      fences.add("int8", Long[]::new, shard -> shard.lease().commits());
      int filled = fill(write, rows, fences.filled());
      write.setInt(filled + 1, shards.size());
      try (ResultSet moved = write.executeQuery()) {
        while (moved.next()) {
          fenced.remove(moved.getInt(1));
        }
      }
    }
    return fenced;
  }

  private void insert(List<Row> rows) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      fill(insert, rows, 0);
      insert.executeUpdate();
    }
  }

  /** Fills in the columns of operations, and says how many parameters have been filled. */
  private int fill(PreparedStatement statement, List<Row> rows, int filled) throws SQLException {
    Columns<Row> columns = new Columns<>(statement, rows, filled);
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
    return columns.filled();
  }

  private record Row(DocumentId document, Operation operation) {}

  /** Fills a statement's parameters with one column after the other. */
  private final class Columns<R> {

    private final PreparedStatement statement;
    private final List<R> rows;
    private int filled;

    Columns(PreparedStatement statement, List<R> rows, int filled) {
      this.statement = statement;
      this.rows = rows;
      this.filled = filled;
    }

    int filled() {
      return filled;
    }

    <V> void add(String type, IntFunction<V[]> array, Function<R, V> value) throws SQLException {
      V[] values = rows.stream().map(value).toArray(array);
      statement.setArray(++filled, connection.createArrayOf(type, values));
    }
  }
}
