package coedit.core.member;

import coedit.core.cluster.Cluster;
import coedit.core.commit.Committer;
import coedit.core.lane.LaneSettings;
import coedit.core.lane.Quarantine;
import coedit.core.mailbox.Timer;
import coedit.core.registry.DocumentTypes;
import coedit.core.room.RoomSettings;
import coedit.core.sequence.SequencingMap;
import coedit.persistence.CommitResult;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import coedit.persistence.SnapshotStore;
import coedit.persistence.StoreIdentity;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The ports and settings of one member.
 *
 * @param name shown to people as the owner of its leases
 * @param clientIds fresh, unguessable, positive numbers
 * @param commits hears of every transaction's result, for metrics
 * @param clock for stamps and dates; how long something takes is told by the timer
 * @param executor runs lanes and rooms; bounded, never blocked
 * @param blocking runs database calls
 * @param quarantine of this member's documents
 * @param storeAway whether the database is known not to answer
 */
public record MemberParts(
    String name,
    StoreIdentity store,
    Cluster cluster,
    SequencingMap map,
    OperationLog log,
    SnapshotStore snapshots,
    DocumentStore documents,
    DocumentTypes types,
    Limits limits,
    LongSupplier clientIds,
    Consumer<CommitResult> commits,
    InstantSource clock,
    Timer timer,
    Executor executor,
    Executor blocking,
    Quarantine quarantine,
    BooleanSupplier storeAway) {

  /** The bounds of the parts. */
  public record Limits(LaneSettings lanes, RoomSettings rooms, Committer.Settings commits) {}
}
