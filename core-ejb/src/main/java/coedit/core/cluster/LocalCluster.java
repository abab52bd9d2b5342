package coedit.core.cluster;

import java.util.Set;

/** The cluster of a server that stands alone. */
public final class LocalCluster implements Cluster {

  private static final MemberId SELF = new MemberId("local");

  @Override
  public MemberId self() {
    return SELF;
  }

  @Override
  public Set<MemberId> members() {
    return Set.of(SELF);
  }

  @Override
  public boolean standsAlone() {
    return true;
  }

  @Override
  public MemberId ownerOf(int shard) {
    return SELF;
  }

  @Override
  public void send(MemberId to, ClusterMessage message) {
    throw new IllegalStateException("there is no other member to send to");
  }

  @Override
  public boolean hasQuorum() {
    return true;
  }

  @Override
  public void listen(Listener listener) {}
}
