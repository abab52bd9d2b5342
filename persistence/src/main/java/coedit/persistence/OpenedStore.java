package coedit.persistence;

/** What {@link StoreOpening#open} found. */
public record OpenedStore(StoreIdentity identity, DurabilityReport durability) {}
