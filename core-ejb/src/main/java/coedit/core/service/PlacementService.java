package coedit.core.service;

import coedit.model.DocumentId;
import java.util.List;

/**
 * Which server keeps which documents in order, and how an administrator has a say in it. The unit
 * is the shard: documents of one shard are always with one server. Calls block on the database.
 */
public interface PlacementService {

  /**
   * A server of the cluster.
   *
   * @param address of its member port, host:port
   * @param here whether it is the one that answers
   * @param shards how many it owns, as seen from here
   * @param pinned how many of these are pinned to it
   */
  record Server(String address, boolean here, int shards, int pinned) {}

  /**
   * Where a document is.
   *
   * @param server the address of the one that keeps it in order, as seen from here; empty on a
   *     server that stands alone, or while none does
   * @param pinnedTo the address that its shard is pinned to, in sight or not; empty: none
   */
  record Place(DocumentId document, int shard, String server, String pinnedTo) {}

  /** The servers in sight, by address; none on a server that stands alone. */
  List<Server> servers();

  Outcome<Place> find(DocumentId document);

  /**
   * Has one server keep a document in order, and with it the others of its shard. The servers learn
   * of it within seconds; edits go on meanwhile, and nothing acknowledged depends on it. While that
   * server is not there, the cluster chooses.
   *
   * @param server one of {@link #servers()}
   */
  Outcome<Place> pin(DocumentId document, String server);

  /** Leaves a document's shard to the cluster again. */
  Outcome<Place> unpin(DocumentId document);
}
