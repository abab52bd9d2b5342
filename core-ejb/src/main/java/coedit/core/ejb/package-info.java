/**
 * The thin shell that Jakarta EE sees: start-up, threads, settings, health, metrics, and the
 * services as injectable beans. Everything that decides lives in the plain packages beside it.
 *
 * <p>Nothing here opens a transaction around an edit: the log opens its own, and only step 6 is
 * inside it (INV-10).
 */
@NullMarked
package coedit.core.ejb;

import org.jspecify.annotations.NullMarked;
