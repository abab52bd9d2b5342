package coedit.core.room;

import coedit.spi.SyncedState;

/** A document's state at a revision. */
record SyncedAt(long revision, SyncedState state) {}
