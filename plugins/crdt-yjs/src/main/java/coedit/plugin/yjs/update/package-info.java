/**
 * What can be done with Yjs updates alone, without opening a document: checking one against what is
 * known, merging, taking differences, keeping a canonical whole.
 *
 * <p>An update is a set of structs, each named by its client and clocks, and a set of deleted
 * clocks. Both only grow, so states form a lattice: no operation here ever looks at the order of
 * the text. Everything works on the bytes; structs become objects only for the moment in which they
 * are read ({@link coedit.plugin.yjs.update.Struct}).
 */
@NullMarked
package coedit.plugin.yjs.update;

import org.jspecify.annotations.NullMarked;
