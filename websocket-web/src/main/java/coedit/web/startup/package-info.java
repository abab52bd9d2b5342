/**
 * What happens once, when the application starts: its settings are checked, and the person at the
 * console is told that the server answers, and where.
 *
 * <p>The announcement asks the server's own readiness over HTTP, as any load balancer would, and
 * touches nothing else.
 */
@NullMarked
package coedit.web.startup;

import org.jspecify.annotations.NullMarked;
