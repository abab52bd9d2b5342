package coedit.plugin.yjs.open;

import coedit.plugin.yjs.update.UpdateStore;
import java.util.Arrays;

/**
 * Gives every (client, clock) of a document a number of 31 bits, as an operating system gives pages
 * of memory to processes: each client gets blocks of 4,096 numbers as its clock grows, so both
 * directions are a table look-up, an id takes one int in a column, and two ids are equal when their
 * numbers are. A client's numbers grow with its clock.
 */
final class IdSpace {

  static final int BLOCK_BITS = UpdateStore.CLOCK_BLOCK_BITS;
  static final int BLOCK_MASK = (1 << BLOCK_BITS) - 1;

  /** The most blocks, and so the most clients, of a document. */
  static final int MAX_BLOCKS = 1 << (31 - BLOCK_BITS);

  /** Per block: the client's index, and which of the client's blocks it is. */
  private int[] owners = new int[4];

  private int[] numbers = new int[4];
  private int used;

  /** A new block for a client. */
  int allocate(int client, int number) {
    if (used == owners.length) {
      int size = Math.min(MAX_BLOCKS, used + Math.max(4, used / 2));
      owners = Arrays.copyOf(owners, size);
      numbers = Arrays.copyOf(numbers, size);
    }
    owners[used] = client;
    numbers[used] = number;
    return used++;
  }

  int freeBlocks() {
    return MAX_BLOCKS - used;
  }

  int client(int id) {
    return owners[id >>> BLOCK_BITS];
  }

  int clock(int id) {
    return numbers[id >>> BLOCK_BITS] << BLOCK_BITS | (id & BLOCK_MASK);
  }

  long bytes() {
    return 8L * owners.length;
  }
}
