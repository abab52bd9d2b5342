package coedit.persistence;

/**
 * The ports to a read replica of the database. Nothing is to be written through them, and what they
 * read may be older than what is committed.
 */
public record ReadReplica(OperationLog log, SnapshotStore snapshots, StoreOpening opening) {}
