/**
 * Who did what: decorators of the core's services that note what they let pass, and the trail that
 * writes it down. They decide nothing and change no answer. The services inside know nothing of
 * them.
 */
@NullMarked
package coedit.core.audit;

import org.jspecify.annotations.NullMarked;
