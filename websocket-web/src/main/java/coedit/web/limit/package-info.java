/**
 * What many sockets and requests of one user, of one address, or of one document may do together,
 * and the count of what was refused. Plain counting, under names; knows neither sockets nor HTTP.
 */
@NullMarked
package coedit.web.limit;

import org.jspecify.annotations.NullMarked;
