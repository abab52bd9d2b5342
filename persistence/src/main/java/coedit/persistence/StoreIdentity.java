package coedit.persistence;

import java.util.UUID;

/**
 * Which store this is.
 *
 * @param storeId the same for ever; two clusters never share one
 * @param generation changes when a backup is restored, so that clients ahead of it are told
 *     (INV-15)
 * @param shards how many shards documents are spread over; fixed at creation
 */
public record StoreIdentity(UUID storeId, UUID generation, int shards) {}
