package coedit.plugin.yjs.open;

import java.util.Arrays;

/**
 * The structs of one client in clock order: handles in chunks, so that a struct that is split in
 * the middle of a long history moves one chunk and not the history. Remembers where it looked last:
 * typing asks for the same place again.
 */
final class ClientLog {

  private static final int CHUNK = 64;
  private static final int SMALL = 32;

  private final Items items;
  private final IdSpace ids;

  /** The client's id on the wire, unsigned, up to 53 bits. */
  final long client;

  /** The client's index in the document. */
  final int index;

  private int state;
  private int[] blocks = new int[1];
  private int blockCount;

  private int[][] chunks = {new int[2]};

  private int[] sizes = new int[1];

  /** The first id of each chunk. */
  private int[] starts = new int[1];

  private int chunkCount;

  /** Where {@link #locate} was last. */
  private int chunk;

  private int at;

  ClientLog(Items items, IdSpace ids, long client, int index) {
    this.items = items;
    this.ids = ids;
    this.client = client;
    this.index = index;
  }

  /** The next expected clock. */
  int state() {
    return state;
  }

  /** The number of a known clock. */
  int id(int clock) {
    return blocks[clock >>> IdSpace.BLOCK_BITS] << IdSpace.BLOCK_BITS
        | (clock & IdSpace.BLOCK_MASK);
  }

  /** Blocks of the id space that are still to be taken for clocks up to {@code end}. */
  int blocksNeeded(int end) {
    return Math.max(0, ((end - 1) >>> IdSpace.BLOCK_BITS) + 1 - blockCount);
  }

  /** Makes the clocks below {@code end} known. */
  void advance(int end) {
    state = end;
    for (int more = blocksNeeded(end); more > 0; more--) {
      if (blockCount == blocks.length) {
        blocks = Arrays.copyOf(blocks, blockCount + Math.max(1, blockCount / 2));
      }
      blocks[blockCount] = ids.allocate(index, blockCount);
      blockCount++;
    }
  }

  /** The struct that owns a known id; what follows refers to its place. */
  int locate(int id) {
    if (chunk >= chunkCount || id < starts[chunk]) {
      chunk = chunkOf(id, 0, chunkCount);
    } else if (chunk + 1 < chunkCount && id >= starts[chunk + 1]) {
      boolean isNext = chunk + 2 == chunkCount || id < starts[chunk + 2];
      chunk = isNext ? chunk + 1 : chunkOf(id, chunk + 2, chunkCount);
    } else if (at < sizes[chunk]
        && idAt(at) <= id
        && (at + 1 == sizes[chunk] || id < idAt(at + 1))) {
      return handle(chunk, at);
    }
    at = placeOf(id, chunks[chunk], sizes[chunk]);
    return handle(chunk, at);
  }

  private int idAt(int place) {
    return items.id(chunks[chunk][place]);
  }

  private int handle(int inChunk, int place) {
    return chunks[inChunk][place];
  }

  /** The last of some chunks that starts at or before an id. */
  private int chunkOf(int id, int first, int end) {
    int low = first;
    for (int size = end - first; size > 1; ) {
      int half = size >>> 1;
      low = starts[low + half] <= id ? low + half : low;
      size -= half;
    }
    return low;
  }

  /** The last place in a chunk that starts at or before an id. */
  private int placeOf(int id, int[] handles, int count) {
    int low = 0;
    for (int size = count; size > 1; ) {
      int half = size >>> 1;
      low = items.id(handles[low + half]) <= id ? low + half : low;
      size -= half;
    }
    return low;
  }

  /** The struct with the highest clocks, or {@link Items#NONE}. */
  int last() {
    return chunkCount == 0 ? Items.NONE : handle(chunkCount - 1, sizes[chunkCount - 1] - 1);
  }

  /** The struct before the one located last, or {@link Items#NONE}. */
  int beforeLocated() {
    if (at > 0) {
      return handle(chunk, at - 1);
    }
    return chunk > 0 ? handle(chunk - 1, sizes[chunk - 1] - 1) : Items.NONE;
  }

  /** The struct after the one located last, which becomes the located one, or NONE. */
  int next() {
    if (at + 1 < sizes[chunk]) {
      return handle(chunk, ++at);
    }
    if (chunk + 1 < chunkCount) {
      chunk++;
      at = 0;
      return handle(chunk, 0);
    }
    return Items.NONE;
  }

  /** Goes to the first struct. */
  int first() {
    chunk = 0;
    at = 0;
    return chunkCount == 0 ? Items.NONE : handle(0, 0);
  }

  /** Adds a struct whose clocks follow all others. */
  void append(int handle) {
    if (chunkCount == 0 || sizes[chunkCount - 1] == CHUNK) {
      openChunk(chunkCount, handle);
    } else {
      insert(chunkCount - 1, sizes[chunkCount - 1], handle);
    }
    chunk = chunkCount - 1;
    at = sizes[chunk] - 1;
  }

  /** Adds a struct behind the one located last and stays at that one. */
  void insertAfterLocated(int handle) {
    if (sizes[chunk] == CHUNK) {
      splitChunk();
    }
    insert(chunk, at + 1, handle);
  }

  private void insert(int into, int index, int handle) {
    int[] handles = chunks[into];
    int size = sizes[into];
    if (size == handles.length) {
      handles = Arrays.copyOf(handles, Math.min(CHUNK, size * 2));
      chunks[into] = handles;
    }
    System.arraycopy(handles, index, handles, index + 1, size - index);
    handles[index] = handle;
    sizes[into]++;
  }

  private void splitChunk() {
    int half = CHUNK / 2;
    int[] upper = Arrays.copyOfRange(chunks[chunk], half, CHUNK + half);
    openChunk(chunk + 1, upper[0]);
    chunks[chunk + 1] = upper;
    sizes[chunk + 1] = CHUNK - half;
    sizes[chunk] = half;
    if (at >= half) {
      chunk++;
      at -= half;
    }
  }

  private void openChunk(int index, int handle) {
    if (chunkCount == chunks.length) {
      int size = chunkCount + Math.max(1, chunkCount / 2);
      chunks = Arrays.copyOf(chunks, size);
      sizes = Arrays.copyOf(sizes, size);
      starts = Arrays.copyOf(starts, size);
    }
    System.arraycopy(chunks, index, chunks, index + 1, chunkCount - index);
    System.arraycopy(sizes, index, sizes, index + 1, chunkCount - index);
    System.arraycopy(starts, index, starts, index + 1, chunkCount - index);
    chunks[index] = new int[chunkCount == 0 ? 2 : CHUNK / 4];
    chunks[index][0] = handle;
    sizes[index] = 1;
    starts[index] = items.id(handle);
    chunkCount++;
  }

  /** Takes out the struct located last and goes to the one before it, which must exist. */
  void removeLocated() {
    int from = chunk;
    System.arraycopy(chunks[from], at + 1, chunks[from], at, sizes[from] - at - 1);
    sizes[from]--;
    if (at > 0) {
      at--;
    } else {
      chunk--;
      at = sizes[chunk] - 1;
      if (sizes[from] > 0) {
        starts[from] = items.id(chunks[from][0]);
      }
    }
    if (from > 0 && sizes[from] + sizes[from - 1] <= SMALL) {
      joinChunks(from);
    } else if (sizes[from] == 0) {
      closeChunk(from);
    }
  }

  private void joinChunks(int from) {
    int size = sizes[from - 1];
    chunks[from - 1] = Arrays.copyOf(chunks[from - 1], CHUNK);
    System.arraycopy(chunks[from], 0, chunks[from - 1], size, sizes[from]);
    sizes[from - 1] += sizes[from];
    if (chunk == from) {
      chunk--;
      at += size;
    }
    closeChunk(from);
  }

  private void closeChunk(int index) {
    chunkCount--;
    System.arraycopy(chunks, index + 1, chunks, index, chunkCount - index);
    System.arraycopy(sizes, index + 1, sizes, index, chunkCount - index);
    System.arraycopy(starts, index + 1, starts, index, chunkCount - index);
    chunks[chunkCount] = new int[0];
    if (chunk > index) {
      chunk--;
    }
  }

  /** Gives back room that is kept for more structs. */
  void trim() {
    for (int i = 0; i < chunkCount; i++) {
      chunks[i] = Arrays.copyOf(chunks[i], Math.max(1, sizes[i]));
    }
  }

  /** The number of structs. */
  int size() {
    int size = 0;
    for (int i = 0; i < chunkCount; i++) {
      size += sizes[i];
    }
    return size;
  }

  /** About the bytes that this index takes. */
  long bytes() {
    long bytes = 120 + 4L * blocks.length + 16L * chunks.length;
    for (int i = 0; i < chunkCount; i++) {
      bytes += 16 + 4L * chunks[i].length;
    }
    return bytes;
  }
}
