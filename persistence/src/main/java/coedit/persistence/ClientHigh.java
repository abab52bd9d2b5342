package coedit.persistence;

/**
 * The last operation of one client in one document: the dedupe state that the log replays.
 *
 * @param sequence the client's last sequence number
 * @param revision where that operation is
 * @param digest checksum of its payload as submitted
 * @param author the user that the client belongs to
 */
public record ClientHigh(long sequence, long revision, int digest, String author) {}
