/**
 * Tells the person at the console that the server answers, and where.
 *
 * <p>It asks the server's own readiness over HTTP, as any load balancer would, and touches nothing
 * else.
 */
@NullMarked
package coedit.web.startup;

import org.jspecify.annotations.NullMarked;
