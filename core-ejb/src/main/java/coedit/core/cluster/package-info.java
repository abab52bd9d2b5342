/**
 * Step 7 of an edit, first half: from the owner of a document to every member that has it open.
 *
 * <p>Messages between members are immutable facts that may be lost, doubled or reordered; rooms
 * repair from the owner's tail and the log. {@link coedit.core.cluster.Cluster} is the port; {@code
 * LocalCluster} serves a server that stands alone and {@code coedit.core.cluster.hazelcast} a real
 * cluster.
 */
@NullMarked
package coedit.core.cluster;

import org.jspecify.annotations.NullMarked;
