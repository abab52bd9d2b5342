/**
 * Open documents in other forms: plain text, JSON, Delta, XML, HTML, Markdown.
 *
 * <p>{@code Exports} is the door. HTML and Markdown go through one small tree of blocks that knows
 * an allow-list of things and nothing else, whichever editor wrote the document; what the tree has
 * no word for loses its form and keeps its text. Writers escape everything.
 */
@NullMarked
package coedit.plugin.yjs.export;

import org.jspecify.annotations.NullMarked;
