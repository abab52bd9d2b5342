/**
 * Step 4 of an edit: on the member that owns a document, one submission at a time is resolved by
 * the document type's strategy, and what waits is appended as one batch.
 *
 * <p>A lane remembers what it installed in the distributed map under which lease. Whatever does not
 * fit that memory makes it start again from the store under a new lease; what was not committed is
 * then resolved anew, and deduplication decides (INV-1 to INV-6). Plugins run here, on a bounded
 * executor, never on a thread of the cluster. No Jakarta EE and no Hazelcast.
 */
@NullMarked
package coedit.core.lane;

import org.jspecify.annotations.NullMarked;
