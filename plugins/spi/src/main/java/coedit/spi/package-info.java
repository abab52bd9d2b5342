/**
 * The plugin contract: what a document type must say so that the server can order, store, share and
 * replay its operations.
 *
 * <p>Plugins are pure: no I/O, no clock, no randomness, no Jakarta EE. Equal arguments give equal
 * answers on every server, for ever. {@link coedit.spi.OtStrategy} carries everything an
 * operational-transformation type shares, so that a new type writes its algebra only.
 */
@NullMarked
package coedit.spi;

import org.jspecify.annotations.NullMarked;
