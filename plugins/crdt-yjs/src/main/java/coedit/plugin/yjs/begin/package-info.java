/**
 * What a document begins with: contents in another form become a first update. Nobody else has
 * written in such a document, so its structs are written down one after the other, without opening
 * anything; what comes out is checked like every other update.
 */
@NullMarked
package coedit.plugin.yjs.begin;

import org.jspecify.annotations.NullMarked;
