/**
 * The document types that are installed, found once at start-up. A doubled or malformed id stops
 * the start, not the first edit.
 */
@NullMarked
package coedit.core.registry;

import org.jspecify.annotations.NullMarked;
