/**
 * The cluster ports on Hazelcast: the map of sequencing entries, who owns which shard, and messages
 * between members.
 *
 * <p>Community Hazelcast has no persistence and no consensus: the map may go back in time and calls
 * may run twice. The lanes' memory and the database's fence find out; nothing here tries to. No
 * blocking and no plugin code on its threads, no Java serialization on its wire.
 */
@NullMarked
package coedit.core.cluster.hazelcast;

import org.jspecify.annotations.NullMarked;
