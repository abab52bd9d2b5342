/**
 * The only door from the web to the core: editing, documents, accounts, shared secrets.
 *
 * <p>Plain interfaces and values; the beans behind them live in {@code coedit.core.ejb}. A web
 * session hands in a {@link coedit.core.service.Subscriber} and never sees a room, a lane or the
 * store.
 */
@NullMarked
package coedit.core.service;

import org.jspecify.annotations.NullMarked;
