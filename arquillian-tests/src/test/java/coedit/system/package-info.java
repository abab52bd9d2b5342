/**
 * The shipped server, started as an operator starts it and spoken to from outside: over HTTP, over
 * its sockets, by signals to its processes, and by SQL to its database. Nothing here knows a class
 * of the server; what it may expect is in {@code docs/protocol.md} and the invariants of the
 * design, cited as INV-n.
 */
@NullMarked
package coedit.system;

import org.jspecify.annotations.NullMarked;
