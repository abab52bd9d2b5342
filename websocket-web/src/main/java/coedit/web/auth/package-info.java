/**
 * Who is speaking: turns a cookie, a bearer token or a ticket into a {@link
 * coedit.web.auth.SignedIn} and knows whether that sign-in is still good.
 *
 * <p>Everything else in the web module asks this package and reads no token itself. It may use
 * Jakarta Security, MicroProfile JWT and the core's account service; it knows nothing of sockets.
 */
@NullMarked
package coedit.web.auth;

import org.jspecify.annotations.NullMarked;
