package coedit.core.service;

import coedit.model.Payload;
import java.util.Optional;

/**
 * Where a person is now.
 *
 * @param session the session that is meant; a person with two windows has two
 * @param state what that session says of itself (JSON); empty when it has left
 */
public record PresenceChange(
    String session, String user, String displayName, Optional<Payload> state) {}
