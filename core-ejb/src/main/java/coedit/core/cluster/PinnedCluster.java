package coedit.core.cluster;

import coedit.persistence.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A cluster some of whose shards an administrator has pinned to servers: such a server owns them
 * for as long as it is in sight. Members may learn of a pin at different times and disagree
 * meanwhile, as they may while partitions move: the lease decides.
 */
public final class PinnedCluster implements Cluster {

  private static final System.Logger LOG = System.getLogger(PinnedCluster.class.getName());

  private final Cluster inner;
  private final Supplier<Map<Integer, String>> pins;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Map<Integer, String> wanted = Map.of();
  private volatile Map<Integer, MemberId> owners = Map.of();

  /**
   * @param pins reads what is pinned, host:port by shard; may block, and throw
   */
  public PinnedCluster(Cluster inner, Supplier<Map<Integer, String>> pins) {
    this.inner = inner;
    this.pins = pins;
  }

  /**
   * As {@link #look}, to be called every few seconds: while one call waits, the next does nothing,
   * and while the store is away what is known of pins stays.
   */
  public void lookAgain() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      look();
    } catch (StoreException away) {
      LOG.log(System.Logger.Level.DEBUG, "cannot ask for pins now", away);
    } finally {
      looking.set(false);
    }
  }

  /** Learns of pins that were made or taken away since it looked last. Blocks; one at a time. */
  public synchronized void look() {
    Map<Integer, String> now = Map.copyOf(pins.get());
    if (!now.equals(wanted)) {
      wanted = now;
      resolve();
      listeners.forEach(Listener::membershipChanged);
    }
  }

  private void resolve() {
    Map<String, MemberId> servers = inner.servers();
    Map<Integer, MemberId> resolved = new HashMap<>();
    wanted.forEach(
        (shard, address) -> {
          MemberId server = servers.get(address);
          if (server != null) {
            resolved.put(shard, server);
          }
        });
    owners = Map.copyOf(resolved);
  }

  /** What is pinned, host:port by shard, whether or not such a server is in sight. */
  public Map<Integer, String> wanted() {
    return wanted;
  }

  @Override
  public MemberId ownerOf(int shard) {
    MemberId pinned = owners.get(shard);
    return pinned == null ? inner.ownerOf(shard) : pinned;
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
    inner.listen(
        new Listener() {
          @Override
          public void received(MemberId from, ClusterMessage message) {
            listener.received(from, message);
          }

          @Override
          public void membershipChanged() {
            resolve();
            listener.membershipChanged();
          }
        });
  }

  @Override
  public MemberId self() {
    return inner.self();
  }

  @Override
  public Set<MemberId> members() {
    return inner.members();
  }

  @Override
  public Map<String, MemberId> servers() {
    return inner.servers();
  }

  @Override
  public boolean standsAlone() {
    return inner.standsAlone();
  }

  @Override
  public void send(MemberId to, ClusterMessage message) {
    inner.send(to, message);
  }

  @Override
  public boolean hasQuorum() {
    return inner.hasQuorum();
  }

  @Override
  public boolean servesEverywhere(String type) {
    return inner.servesEverywhere(type);
  }

  @Override
  public boolean isThere() {
    return inner.isThere();
  }
}
