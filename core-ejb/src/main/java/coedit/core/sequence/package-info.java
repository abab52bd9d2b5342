/**
 * Step 5 of an edit: choosing revisions in the document's entry of the distributed map.
 *
 * <p>The decision is pure Java on an immutable entry; the map that holds the entries is a port with
 * an in-JVM version and one on Hazelcast. The map orders, it does not store: the database behind
 * the shard lease has the last word, and an entry that is not what the lane remembers is never
 * repaired, only replaced under a new lease.
 */
@NullMarked
package coedit.core.sequence;

import org.jspecify.annotations.NullMarked;
