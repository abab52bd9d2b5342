/**
 * The REST interface under {@code /api/v1}: sign-in, documents apart from live editing, grants.
 *
 * <p>Each resource reads and bounds its input, asks one core service, and turns the outcome into an
 * answer; {@link coedit.web.rest.Answers} is the one place where error codes become statuses. It
 * decides nothing about rights and knows nothing of tokens, rooms or the store.
 */
@NullMarked
package coedit.web.rest;

import org.jspecify.annotations.NullMarked;
