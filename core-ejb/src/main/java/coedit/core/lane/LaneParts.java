package coedit.core.lane;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.Feed;
import coedit.core.commit.Committer;
import coedit.core.commit.ShardLeases;
import coedit.core.mailbox.Timer;
import coedit.core.registry.DocumentTypes;
import coedit.core.sequence.SequencingMap;
import coedit.core.service.OpenBytes;
import coedit.model.DocumentId;
import coedit.persistence.OperationLog;
import coedit.persistence.SnapshotStore;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Everything lanes work with.
 *
 * @param changed hears of every document that has changed
 * @param clock for stamps; how long something takes is told by the timer
 * @param executor runs lanes; bounded, never blocked
 * @param blocking runs database calls
 * @param quarantine documents that take no edits
 * @param shards how many shards the store has
 * @param open what all open documents of the server may take
 * @param attended whether sessions of this server have a document open
 */
public record LaneParts(
    LaneSettings settings,
    Cluster cluster,
    Feed feed,
    SequencingMap map,
    ShardLeases leases,
    Committer committer,
    DocumentLoader loader,
    OperationLog log,
    SnapshotStore snapshots,
    DocumentTypes types,
    Consumer<DocumentId> changed,
    InstantSource clock,
    Timer timer,
    Executor executor,
    Executor blocking,
    Quarantine quarantine,
    int shards,
    OpenBytes open,
    Predicate<DocumentId> attended) {}
