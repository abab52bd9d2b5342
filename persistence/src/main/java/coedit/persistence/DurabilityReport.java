package coedit.persistence;

/**
 * Whether the database, as configured, keeps what it said it committed (INV-1).
 *
 * @param durable false when a crash of the database or its machine may lose commits
 * @param text for the operator: what was looked at, or what to change
 */
public record DurabilityReport(boolean durable, String text) {}
