/**
 * The ports to the store kept in memory: what the simulator of the core runs on. They pass the same
 * contracts as the database and make the same promises, except to outlive the process.
 */
@NullMarked
package coedit.persistence.memory;

import org.jspecify.annotations.NullMarked;
