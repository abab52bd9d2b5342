package coedit.persistence;

/**
 * The right to commit for a shard. Taking one shuts out every commit under an earlier epoch.
 *
 * @param shard the shard's number, from 0
 * @param epoch grows with each taking
 * @param commits how many commits the shard had when the lease was taken: the fence's second half
 */
public record Lease(int shard, long epoch, long commits) {}
