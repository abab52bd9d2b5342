/**
 * Step 6 of an edit: making assigned revisions durable, in groups, behind the shard's fence.
 *
 * <p>While one transaction commits, everything that becomes ready gathers into the next. A commit
 * whose outcome is unknown costs the lease: nothing more happens under it. Uses the {@code
 * OperationLog} port; knows neither the map nor rooms.
 */
@NullMarked
package coedit.core.commit;

import org.jspecify.annotations.NullMarked;
