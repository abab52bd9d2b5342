/**
 * Step 3 of an edit: who may do what with a document. The highest grant wins; a document that one
 * may not view is absent. Pure decisions over grants that others load.
 */
@NullMarked
package coedit.core.access;

import org.jspecify.annotations.NullMarked;
