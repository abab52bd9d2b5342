/**
 * What a reader makes of shared types: contents, deltas, JSON. Sees an open document only through
 * {@link coedit.plugin.yjs.open.SharedType}.
 */
@NullMarked
package coedit.plugin.yjs.read;

import org.jspecify.annotations.NullMarked;
