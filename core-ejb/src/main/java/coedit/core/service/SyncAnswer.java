package coedit.core.service;

import coedit.model.Payload;

/**
 * What a peer that syncs by version is told.
 *
 * @param revision the document's revision that this speaks of; what came later is told beside it
 * @param update what the peer's version lacks, as one operation of the type
 * @param version what the document knows, for the peer to answer with what that lacks
 */
public record SyncAnswer(long revision, Payload update, Payload version) {}
