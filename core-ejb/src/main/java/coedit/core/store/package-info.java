/**
 * Between the core and its database: a circuit breaker, so that a database that does not answer
 * costs its callers an error at once instead of a thread each.
 */
@NullMarked
package coedit.core.store;

import org.jspecify.annotations.NullMarked;
