package coedit.plugin.yjs.open;

/**
 * What one open document may take.
 *
 * @param clients whose structs or deletions it has
 * @param pendingBytes of structs that wait for others
 * @param pendingRanges deletions of structs that are not there
 * @param scanSteps steps of conflict scans for one update
 */
public record Limits(int clients, long pendingBytes, int pendingRanges, long scanSteps) {

  /** Enough for every document of 16 MiB that people wrote: a recorded one needs 20,000 steps. */
  public static final Limits DEFAULT = new Limits(100_000, 1L << 20, 1 << 15, 5_000_000);

  /**
   * For a whole document that came update by update. Four times what one update may take: the steps
   * take a second or two of a processor then, and more should not hang on one request.
   */
  public static final Limits WHOLE_DOCUMENT = new Limits(100_000, 1L << 20, 1 << 15, 20_000_000);

  /**
   * Blocks of clocks, {@link coedit.plugin.yjs.update.UpdateStore#clockBlocks}, of any document.
   */
  public static final int CLOCK_BLOCKS = IdSpace.MAX_BLOCKS;

  public Limits {
    if (clients < 1 || pendingBytes < 0 || pendingRanges < 0 || scanSteps < 0) {
      throw new IllegalArgumentException("a limit below zero");
    }
  }
}
