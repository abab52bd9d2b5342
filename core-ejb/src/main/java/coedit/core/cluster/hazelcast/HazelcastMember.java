package coedit.core.cluster.hazelcast;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.MemberId;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import coedit.persistence.StoreIdentity;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.ReplicaMigrationEvent;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** This server as a member of a Hazelcast cluster of its store. */
public final class HazelcastMember implements Cluster {

  private static final System.Logger LOG = System.getLogger(HazelcastMember.class.getName());
  private static final String TOPIC = "to-";

  private final HazelcastInstance hazelcast;
  private final int quorum;
  private final MemberId self;
  private final Partition[] partitions;
  private final ConcurrentHashMap<UUID, MemberId> names = new ConcurrentHashMap<>();

  private HazelcastMember(HazelcastInstance hazelcast, StoreIdentity store, int quorum) {
    this.hazelcast = hazelcast;
    this.quorum = quorum;
    this.self = name(hazelcast.getCluster().getLocalMember().getUuid());
    this.partitions = new Partition[store.shards()];
    for (int shard = 0; shard < partitions.length; shard++) {
      EntryKey any = new EntryKey(new DocumentId(new UUID(0, 0)), shard);
      partitions[shard] = hazelcast.getPartitionService().getPartition(any);
    }
  }

  /**
   * Joins the cluster of a store, or founds it; blocks for some seconds.
   *
   * @param secret what only servers of this store have: others never join, and cannot guess its
   *     name
   */
  public static HazelcastMember join(
      HazelcastSettings settings, StoreIdentity store, byte[] secret) {
    String name = "coedit-" + HexFormat.of().formatHex(secret);
    HazelcastInstance instance = Hazelcast.newHazelcastInstance(settings.config(name));
    return new HazelcastMember(instance, store, settings.quorum());
  }

  /** The map of sequencing entries that the members share. */
  public SequencingMap sequencingMap() {
    return new HazelcastSequencingMap(
        hazelcast.<EntryKey, SequencingEntry>getMap(HazelcastSettings.DOCUMENTS));
  }

  @Override
  public MemberId self() {
    return self;
  }

  @Override
  public Set<MemberId> members() {
    Set<MemberId> members = new HashSet<>();
    hazelcast.getCluster().getMembers().forEach(member -> members.add(name(member.getUuid())));
    return members;
  }

  @Override
  public MemberId ownerOf(int shard) {
    var owner = partitions[shard].getOwner();
    return owner == null ? self : name(owner.getUuid());
  }

  @Override
  public void send(MemberId to, ClusterMessage message) {
    try {
      hazelcast.<byte[]>getTopic(TOPIC + to.value()).publish(ClusterCodec.encode(message));
    } catch (RuntimeException lost) {
      LOG.log(System.Logger.Level.DEBUG, "a message was lost", lost);
    }
  }

  @Override
  public boolean hasQuorum() {
    return hazelcast.getCluster().getMembers().size() >= quorum;
  }

  @Override
  public void listen(Listener listener) {
    hazelcast
        .<byte[]>getTopic(TOPIC + self.value())
        .addMessageListener(
            told ->
                listener.received(
                    name(told.getPublishingMember().getUuid()),
                    ClusterCodec.decode(told.getMessageObject())));
    hazelcast
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                listener.membershipChanged();
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                names.remove(event.getMember().getUuid());
                listener.membershipChanged();
              }
            });
    hazelcast.getPartitionService().addMigrationListener(new Moves(listener));
  }

  /** Leaves the cluster gracefully: hands its partitions over first. */
  public void leave() {
    hazelcast.shutdown();
  }

  private MemberId name(UUID uuid) {
    return names.computeIfAbsent(uuid, u -> new MemberId(u.toString()));
  }

  /** Shards change owners when the cluster has moved partitions. */
  private record Moves(Listener listener) implements MigrationListener {

    @Override
    public void migrationStarted(MigrationState state) {}

    @Override
    public void migrationFinished(MigrationState state) {
      listener.membershipChanged();
    }

    @Override
    public void replicaMigrationCompleted(ReplicaMigrationEvent event) {}

    @Override
    public void replicaMigrationFailed(ReplicaMigrationEvent event) {}
  }
}
