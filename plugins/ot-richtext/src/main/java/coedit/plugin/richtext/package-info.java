/**
 * The document type {@code richtext}: operations are Quill Deltas, concurrent ones are transformed.
 *
 * <p>Four layers, each usable without those after it: the flat {@link
 * coedit.plugin.richtext.DeltaOperation} with its reader and writer; the algebra that composes,
 * transforms and inverts, with any attributes at all; the document as a persistent tree of runs;
 * and the schema, which says what of all this may enter a document of ours. Lengths are UTF-16 code
 * units throughout.
 *
 * <p>A JSON value is held as {@code String}, {@code Boolean}, {@code Long}, {@code Double}, {@code
 * List}, {@code Map} or {@code null}. Nothing here does I/O or keeps state between calls.
 */
@NullMarked
package coedit.plugin.richtext;

import org.jspecify.annotations.NullMarked;
