package coedit.core.cluster.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.spi.properties.ClusterProperty;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How this server joins its cluster.
 *
 * @param members host:port of the members to look for, this one among them
 * @param host the address of this server that the member port is open on, or a pattern that one of
 *     its addresses fits ({@code 10.0.7.*}); without it the one that {@code members} has
 * @param port the member port of this server
 * @param quorum how many members must see each other for this side of a split to work
 * @param pinnedOnly whether this server owns no documents but those that are pinned to it
 */
public record HazelcastSettings(
    List<String> members, Optional<String> host, int port, int quorum, boolean pinnedOnly) {

  static final String DOCUMENTS = "documents";

  /** The attribute that says who a member is. */
  static final String MEMBER_NAME = "coedit-member";

  /** Of version 4 or 6; digits may be stars or ranges. No name: that could have several. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9*-]+(\\.[0-9*-]+){3}|[0-9A-Fa-f:*-]*:[0-9A-Fa-f:.*-]*");

  private static final String HEARTBEAT_SECONDS = "1";
  private static final String SILENCE_SECONDS = "10";

  /**
   * How long a starting member is held up by who listens at a member's address and says nothing.
   */
  private static final String JOIN_SECONDS = "45";

  /**
   * How long an owner waits for its backup to have a change, well below what a call to the map may
   * take: the change stands without it.
   */
  private static final String BACKUP_MILLIS = "3000";

  /** How often a member that was cut off looks for the others. */
  private static final String MERGE_SECONDS = "3";

  /** How long a member that leaves hands its partitions over, within Liberty's 30 s for a stop. */
  private static final String LEAVE_SECONDS = "10";

  /**
   * When the entry of a document goes whose owner went and that nobody has edited since. One that
   * is still in use is put there again.
   */
  private static final int FORGOTTEN_SECONDS = 3_600;

  public HazelcastSettings {
    members = List.copyOf(members);
    if (members.isEmpty() || quorum < 1) {
      throw new IllegalArgumentException("a cluster has members and a quorum");
    }
    if (host.filter(text -> !ADDRESS.matcher(text).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "coedit.cluster.host is an address of this server such as 10.0.7.2, not " + host.get());
    }
  }

  /**
   * A configuration for members only: nothing else is spoken on the port, and of Java's own
   * serialisation no more is read than Hazelcast's and the platform's classes, for failures.
   *
   * @param name of the cluster, which only servers of this store know
   */
  Config config(String name) {
    Config config = new Config();
    config.setClusterName(name);
    config.setLiteMember(pinnedOnly);
    config.setClassLoader(HazelcastSettings.class.getClassLoader());
    config.setProperty("hazelcast.logging.type", "jdk");
    config.setProperty("hazelcast.logging.details.enabled", "false"); // they have the name
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.graceful.shutdown.max.wait", LEAVE_SECONDS);
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty(ClusterProperty.MAX_JOIN_SECONDS.getName(), JOIN_SECONDS);
    config.setProperty(ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS.getName(), BACKUP_MILLIS);
    config.setProperty("hazelcast.heartbeat.interval.seconds", HEARTBEAT_SECONDS);
    config.setProperty("hazelcast.max.no.heartbeat.seconds", SILENCE_SECONDS);
    config.setProperty("hazelcast.merge.first.run.delay.seconds", MERGE_SECONDS);
    config.setProperty("hazelcast.merge.next.run.delay.seconds", MERGE_SECONDS);
    config.getMemberAttributeConfig().setAttribute(MEMBER_NAME, UUID.randomUUID().toString());
    network(config.getAdvancedNetworkConfig());
    EntrySerializers.register(config.getSerializationConfig());
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    config.addMapConfig(
        new MapConfig(DOCUMENTS)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(1)
            .setMaxIdleSeconds(FORGOTTEN_SECONDS)
            // What members assigned apart from each other, the store has ordered meanwhile.
            .setMergePolicyConfig(
                new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName())));
    return config;
  }

  private void network(AdvancedNetworkConfig network) {
    network.setEnabled(true);
    ServerSocketEndpointConfig members = new ServerSocketEndpointConfig();
    // Reuse: a server that was killed and starts again finds its port in TIME_WAIT for a minute.
    members.setPort(port).setPortAutoIncrement(false).setReuseAddress(true);
    host.ifPresent(address -> members.getInterfaces().setEnabled(true).addInterface(address));
    network.setMemberEndpointConfig(members);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(this.members);
  }
}
