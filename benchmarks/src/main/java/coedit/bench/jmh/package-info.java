/**
 * Microbenchmarks (JMH) of what runs for every operation: the document types' algebra and the
 * payload. Figures to hold beside those of notes and results; they gate nothing.
 */
@NullMarked
package coedit.bench.jmh;

import org.jspecify.annotations.NullMarked;
