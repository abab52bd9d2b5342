package coedit.core.room;

import coedit.core.lane.DocumentLoader;
import coedit.core.lane.Quarantine;
import coedit.core.mailbox.Timer;
import coedit.core.registry.DocumentTypes;
import coedit.core.service.OpenBytes;
import coedit.persistence.DocumentStore;
import coedit.persistence.OperationLog;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Everything rooms work with.
 *
 * @param generation the store's
 * @param clientIds fresh, unguessable, positive numbers
 * @param executor runs rooms; bounded, never blocked
 * @param blocking runs database calls
 * @param quarantine documents whose type does not come back
 * @param open what all open documents of the server may take
 * @param storeAway whether the database is known not to answer
 */
public record RoomParts(
    RoomSettings settings,
    UUID generation,
    DocumentLoader loader,
    DocumentStore documents,
    OperationLog log,
    DocumentTypes types,
    LongSupplier clientIds,
    Timer timer,
    Executor executor,
    Executor blocking,
    Quarantine quarantine,
    OpenBytes open,
    BooleanSupplier storeAway) {}
