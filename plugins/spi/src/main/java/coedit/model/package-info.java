/**
 * The nouns every part of Coedit shares: documents, operations, payloads, snapshots, error codes.
 *
 * <p>Immutable values only. This package depends on nothing but {@code java.*}; everything else may
 * depend on it.
 */
@NullMarked
package coedit.model;

import org.jspecify.annotations.NullMarked;
