/**
 * The load generator: a process of its own that plays many editors and readers against a running
 * server and says what it measured.
 *
 * <p>{@link coedit.bench.load.Main} reads the command line; a workload builds a {@link
 * coedit.bench.load.Fleet} of connections over {@code load.socket} and {@code load.wire}, warms up,
 * measures, checks that every connection ended at the same revision without a gap, and prints a
 * {@link coedit.bench.load.Report}. It knows the server by its public protocol alone and imports
 * nothing of it.
 */
@NullMarked
package coedit.bench.load;

import org.jspecify.annotations.NullMarked;
