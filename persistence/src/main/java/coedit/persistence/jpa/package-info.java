/**
 * The ports to the store, kept in an SQL database: PostgreSQL, or the embedded Derby.
 *
 * <p>Entities are package-private and never leave; callers see the ports' records. Each call is one
 * transaction of its own through {@link coedit.persistence.jpa.Transactions}, which tells apart
 * what certainly did not happen from what nobody knows: {@link
 * coedit.persistence.jpa.JpaOperationLog} builds the promise "saved means saved" on that. The
 * schema is in the scripts under {@code db/migration}, one folder per database; nothing is
 * generated from the entities. Only this package may import {@code jakarta.*} or speak SQL.
 */
@NullMarked
package coedit.persistence.jpa;

import org.jspecify.annotations.NullMarked;
