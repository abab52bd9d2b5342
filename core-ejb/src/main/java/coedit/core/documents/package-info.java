/**
 * Documents apart from live editing: creating, listing, reading, sharing. Every call checks the
 * participant's right first; what one may not view is absent. Blocks on the database.
 */
@NullMarked
package coedit.core.documents;

import org.jspecify.annotations.NullMarked;
