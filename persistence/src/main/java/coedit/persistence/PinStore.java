package coedit.persistence;

import java.util.Map;

/** Which shards an administrator wants on a server of their choice. Calls block. */
public interface PinStore {

  /** The servers, as host:port of the member port, by shard; only of shards that are pinned. */
  Map<Integer, String> all();

  /** Pins a shard to a server, wherever it was pinned before. */
  void pin(int shard, String server);

  /** Leaves a shard to the cluster again; nothing happens when it was not pinned. */
  void unpin(int shard);
}
