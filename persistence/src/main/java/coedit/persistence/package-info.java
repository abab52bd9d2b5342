/**
 * The ports to the store: operation log with its fence, snapshots, documents, accounts. Step 6 of
 * an edit goes through {@link coedit.persistence.OperationLog}.
 *
 * <p>The database has the last word on every revision. An implementation passes the contract tests
 * beside it; {@code coedit.persistence.jpa} is the one for SQL databases. Nothing here knows of
 * Hazelcast, sockets or plugins.
 */
@NullMarked
package coedit.persistence;

import org.jspecify.annotations.NullMarked;
