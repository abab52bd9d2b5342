/**
 * The primitives of lib0, the encoding under every Yjs message: variable-length integers, strings,
 * byte arrays and self-describing "any" values.
 *
 * <p>Reading is strict and bounded: whatever the bytes say, a reader takes no more memory than a
 * small multiple of the bytes it was given, nests to a fixed depth, and fails with one exception,
 * {@link coedit.plugin.yjs.encoding.MalformedUpdateException}. Depends on {@code java.*} and the
 * payload type only.
 */
@NullMarked
package coedit.plugin.yjs.encoding;

import org.jspecify.annotations.NullMarked;
