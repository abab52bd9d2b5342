package coedit.core.cluster.hazelcast;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.MemberId;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import coedit.persistence.StoreIdentity;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.ReplicaMigrationEvent;
import com.hazelcast.topic.Message;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** This server as a member of a Hazelcast cluster of its store. */
public final class HazelcastMember implements Cluster {

  private static final System.Logger LOG = System.getLogger(HazelcastMember.class.getName());
  private static final String TOPIC = "to-";

  /** The attribute that says what documents a member can open. */
  private static final String TYPES = "coedit-types";

  private static final String SEPARATOR = ",";

  private final HazelcastInstance hazelcast;
  private final int quorum;
  private final MemberId self;
  private final Strangers strangers;
  private final Partition[] partitions;

  private HazelcastMember(
      HazelcastInstance hazelcast, StoreIdentity store, HazelcastSettings settings) {
    this.hazelcast = hazelcast;
    this.quorum = settings.quorum();
    this.strangers = new Strangers(settings.members());
    this.self = name(hazelcast.getCluster().getLocalMember());
    this.partitions = new Partition[store.shards()];
    for (int shard = 0; shard < partitions.length; shard++) {
      EntryKey any = new EntryKey(new DocumentId(new UUID(0, 0)), shard);
      partitions[shard] = hazelcast.getPartitionService().getPartition(any);
    }
  }

  /**
   * Joins the cluster of a store in one generation, or founds it; blocks for some seconds.
   *
   * @param secret what only servers of this store have: others never join, and cannot guess its
   *     name
   * @param types of documents that this server can open
   * @throws IllegalStateException when one of the members that the settings name is of another
   *     cluster: people would be sent to two histories; or when one listens and does not answer
   */
  public static HazelcastMember join(
      HazelcastSettings settings, StoreIdentity store, byte[] secret, List<String> types) {
    String name = "coedit-%s-%s".formatted(store.generation(), HexFormat.of().formatHex(secret));
    Refusing refusing = new Refusing();
    Config config = settings.config(name).addListenerConfig(new ListenerConfig(refusing));
    config.getMemberAttributeConfig().setAttribute(TYPES, String.join(SEPARATOR, types));
    HazelcastInstance instance = started(config, settings);
    List<String> others = refusing.members();
    if (!others.isEmpty()) {
      instance.shutdown();
      throw new IllegalStateException(
          ("%s of coedit.cluster.members serve another database (see coedit.db.url, and"
                  + " coedit.secret where it is set), or this one as it was before a backup was"
                  + " restored (then stop all servers first): this server does not join them")
              .formatted(others));
    }
    return new HazelcastMember(instance, store, settings);
  }

  /**
   * Whoever listens and says nothing may be a member that stands still, with the cluster's state.
   */
  static HazelcastInstance started(Config config, HazelcastSettings settings) {
    try {
      return Hazelcast.newHazelcastInstance(config);
    } catch (IllegalStateException notJoined) {
      List<String> silent = new Strangers(settings.members()).silent();
      if (silent.isEmpty()) {
        throw notJoined;
      }
      throw new IllegalStateException(
          "%s of coedit.cluster.members listen, and say nothing: if members stand still there, end them; then start this server again"
              .formatted(silent),
          notJoined);
    }
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
    hazelcast.getCluster().getMembers().forEach(member -> members.add(name(member)));
    return members;
  }

  @Override
  public Map<String, MemberId> servers() {
    Map<String, MemberId> servers = new HashMap<>();
    for (Member member : hazelcast.getCluster().getMembers()) {
      InetSocketAddress address = member.getSocketAddress();
      servers.put(address.getAddress().getHostAddress() + ":" + address.getPort(), name(member));
    }
    return servers;
  }

  @Override
  public boolean standsAlone() {
    return false;
  }

  @Override
  public MemberId ownerOf(int shard) {
    Member owner = partitions[shard].getOwner();
    return owner == null ? self : name(owner);
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
  public boolean servesEverywhere(String type) {
    return hazelcast.getCluster().getMembers().stream()
        .map(member -> member.getAttribute(TYPES))
        .allMatch(types -> types != null && List.of(types.split(SEPARATOR)).contains(type));
  }

  @Override
  public boolean isThere() {
    return hazelcast.getLifecycleService().isRunning();
  }

  @Override
  public void listen(Listener listener) {
    hazelcast
        .<byte[]>getTopic(TOPIC + self.value())
        .addMessageListener(told -> received(told, listener));
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
                listener.membershipChanged();
              }
            });
    hazelcast.getPartitionService().addMigrationListener(new Moves(listener));
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              LOG.log(System.Logger.Level.INFO, "the cluster member is " + event.getState());
              if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
                listener.membershipChanged();
              }
            });
  }

  /** A message of somebody who has left meanwhile has no sender: it is as good as lost. */
  private static void received(Message<byte[]> told, Listener listener) {
    Member sender = told.getPublishingMember();
    if (sender != null) {
      listener.received(name(sender), ClusterCodec.decode(told.getMessageObject()));
    }
  }

  /**
   * Says in the log who of the members that the settings name listens, and is none: it has another
   * database. Blocks for some seconds when hosts do not answer.
   */
  public void tellOfStrangers() {
    List<String> found = strangers();
    if (!found.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "%s of coedit.cluster.members listen, and are not in this server's cluster: only servers of one database are (coedit.db.url, and coedit.secret where it is set)"
              .formatted(found));
    }
  }

  List<String> strangers() {
    return strangers.besides(
        hazelcast.getCluster().getMembers().stream().map(Member::getSocketAddress).toList());
  }

  /** Leaves the cluster gracefully: hands its partitions over first. */
  public void leave() {
    hazelcast.shutdown();
  }

  /**
   * Who a member is from its start to its end. Hazelcast's own id is no such name: a member that
   * was cut off is given another one when the halves of the cluster merge.
   */
  private static MemberId name(Member member) {
    return new MemberId(member.getAttribute(HazelcastSettings.MEMBER_NAME));
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
