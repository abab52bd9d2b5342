/**
 * Who is speaking: turns a cookie, a bearer token or a ticket into a {@link
 * coedit.web.auth.SignedIn} and knows whether that sign-in is still good.
 *
 * <p>Everything else in the web module asks this package and reads no token itself. It may use
 * Jakarta Security, the server's user registry and the core's account and session services; it
 * knows nothing of sockets.
 */
@NullMarked
package coedit.web.auth;

import org.jspecify.annotations.NullMarked;
