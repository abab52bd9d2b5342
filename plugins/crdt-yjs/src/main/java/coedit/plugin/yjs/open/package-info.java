/**
 * A Yjs document opened: its structs in their lists, integrated as Yjs 13.6 integrates them, and
 * read from there.
 *
 * <p>{@code OpenDocument} is the door. Behind it, {@code IncomingUpdate} reads an update through
 * before anything changes, {@code Integration} brings its structs into an order in which all they
 * refer to is known, {@code Integrator} and {@code Placement} put each in its place, {@code
 * StructStore} splits, deletes, collects and joins, {@code StateEncoder} writes an update again.
 * The structs are rows of ints ({@code Items}) and not objects: a document stays within four times
 * its encoded size.
 */
@NullMarked
package coedit.plugin.yjs.open;

import org.jspecify.annotations.NullMarked;
