/**
 * The Hocuspocus protocol: many Yjs documents on one socket, each signed in for by a token of its
 * own. What is inside is {@code coedit.web.yjs}; this package adds the addresses, the sign-in and
 * the count of what is saved.
 */
@NullMarked
package coedit.web.hocuspocus;

import org.jspecify.annotations.NullMarked;
