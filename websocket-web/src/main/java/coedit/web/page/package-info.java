/**
 * The one page of the editor. Everything else that a browser loads is a file with a hash in its
 * name and needs no code.
 */
@NullMarked
package coedit.web.page;

import org.jspecify.annotations.NullMarked;
