package coedit.model;

/**
 * What the server notes beside an operation.
 *
 * @param epoch the shard lease under which it was sequenced; never falls along revisions (INV-6)
 * @param hlc hybrid logical clock stamp (milliseconds since 1970 shifted left by 16 bits, plus a
 *     counter); never falls along revisions and is shown to people only
 * @param formatVersion the version of the payload's format
 * @param digest checksum of the payload as it was submitted, so that the same name with another
 *     payload is found out
 */
public record Provenance(long epoch, long hlc, int formatVersion, int digest) {

  private static final int COUNTER_BITS = 16;

  /** The wall-clock part of {@link #hlc}, in milliseconds since 1970. */
  public long epochMillis() {
    return hlc >>> COUNTER_BITS;
  }
}
