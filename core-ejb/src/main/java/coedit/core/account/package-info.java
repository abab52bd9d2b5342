/**
 * Accounts that the server keeps itself, and secrets that all servers of a store share. Passwords
 * are kept as salted, slow hashes only. Blocks on the database.
 */
@NullMarked
package coedit.core.account;

import org.jspecify.annotations.NullMarked;
