package coedit.web.socket;

import coedit.core.service.EditingService;
import coedit.web.auth.SessionLiveness;
import coedit.web.limit.Enforcement;
import coedit.web.protocol.MessageCodec;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all sockets of a server share.
 *
 * @param writers where outboxes send; its threads must not wait for peers
 * @param paces how fast one socket's frames follow each other
 * @param clock for the end of sign-ins
 * @param nanoTime for rates and silence
 */
public record SocketServices(
    EditingService editing,
    SessionLiveness liveness,
    SocketLimits limits,
    Enforcement enforcement,
    MessageCodec codec,
    Executor writers,
    Supplier<Pace> paces,
    InstantSource clock,
    LongSupplier nanoTime) {}
