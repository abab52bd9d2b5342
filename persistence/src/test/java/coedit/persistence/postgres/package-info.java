/** A real PostgreSQL server for tests and benchmarks, started and stopped by them. */
@NullMarked
package coedit.persistence.postgres;

import org.jspecify.annotations.NullMarked;
