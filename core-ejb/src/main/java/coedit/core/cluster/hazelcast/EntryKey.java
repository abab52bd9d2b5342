package coedit.core.cluster.hazelcast;

import coedit.model.DocumentId;
import com.hazelcast.partition.PartitionAware;

/**
 * A document's key in the map: all documents of a shard live in one partition and move together.
 */
record EntryKey(DocumentId document, int shard) implements PartitionAware<Integer> {

  @Override
  public Integer getPartitionKey() {
    return shard;
  }
}
