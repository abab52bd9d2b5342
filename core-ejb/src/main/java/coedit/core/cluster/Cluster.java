package coedit.core.cluster;

import java.util.Map;
import java.util.Set;

/** Who is there, who owns what, and a lossy way to tell them. No call blocks. */
public interface Cluster {

  MemberId self();

  /** All members that are in sight, this one included. */
  Set<MemberId> members();

  /** Who is in sight, by the address of their member port, host:port; nobody without a cluster. */
  default Map<String, MemberId> servers() {
    return Map.of();
  }

  /**
   * Whether there never is another member. One that merely sees no other is not alone: the others
   * may be at work, and it does not hear of it.
   */
  boolean standsAlone();

  /** The member that sequences the documents of a shard, as this member sees it now. */
  MemberId ownerOf(int shard);

  /** Sends without waiting and without promise; order is kept per receiver while nothing fails. */
  void send(MemberId to, ClusterMessage message);

  /** Whether this side of a split may work; the minority stalls. */
  boolean hasQuorum();

  /** Whether every member in sight has the plugin of a document type. */
  default boolean servesEverywhere(String type) {
    return true;
  }

  /** False when it has ended by itself, and only a new start helps. */
  default boolean isThere() {
    return true;
  }

  /** Starts listening; called once. */
  void listen(Listener listener);

  /** What the cluster tells a member. Called on the cluster's threads: hand over and return. */
  interface Listener {

    void received(MemberId from, ClusterMessage message);

    /** Members came or went, or shards have other owners now. */
    void membershipChanged();
  }
}
