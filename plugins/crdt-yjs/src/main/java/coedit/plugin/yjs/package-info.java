/**
 * The document type {@code yjs}: documents that Yjs clients edit, byte compatible with update
 * format v1, in plain Java.
 *
 * <p>Most of a server's work on a Yjs document needs no document: an update is scanned against what
 * is known, logged and sent on as the bytes it came in ({@code update}). Only exports and edits by
 * the server itself integrate the structs ({@code open}). Both read and write through {@link
 * coedit.plugin.yjs.encoding}.
 */
@NullMarked
package coedit.plugin.yjs;

import org.jspecify.annotations.NullMarked;
