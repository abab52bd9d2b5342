/**
 * The {@code text} document type: plain text under operational transformation, in the format and
 * with the semantics of text-unicode.
 *
 * <p>{@link coedit.plugin.text.TextFormat} reads and writes operations, {@link
 * coedit.plugin.text.TextAlgebra} transforms and composes them, {@link
 * coedit.plugin.text.TextState} holds a document in a persistent {@link coedit.plugin.text.Rope}.
 * Everything is counted in code points, so that no client can cut a surrogate pair. Knows neither
 * revisions nor users nor storage.
 */
@NullMarked
package coedit.plugin.text;

import org.jspecify.annotations.NullMarked;
