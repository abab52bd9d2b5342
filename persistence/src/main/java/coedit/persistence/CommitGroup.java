package coedit.persistence;

import coedit.model.DocumentId;
import coedit.model.Operation;
import java.util.List;

/** What one database transaction commits: operations of several documents of several shards. */
public record CommitGroup(List<ShardBatch> shards) {

  public CommitGroup {
    shards = List.copyOf(shards);
  }

  /**
   * One shard's part.
   *
   * @param lease the lease held, with {@code commits} as this member counts them
   */
  public record ShardBatch(Lease lease, List<DocumentBatch> documents) {
    public ShardBatch {
      documents = List.copyOf(documents);
    }
  }

  /** One document's operations in revision order, without gaps. */
  public record DocumentBatch(DocumentId document, List<Operation> operations) {
    public DocumentBatch {
      operations = List.copyOf(operations);
    }
  }
}
