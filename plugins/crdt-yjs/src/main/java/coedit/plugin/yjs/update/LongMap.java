package coedit.plugin.yjs.update;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from long to values, sorted by key. {@link #with} copies one chunk of at most 32
 * entries and the list of chunks: cheap for the ten clients of most documents, and for the ten
 * thousand that an old one collects.
 */
final class LongMap<V> {

  private static final int CHUNK = 32;

  /** Sorted keys, and at the same places their values; shared between versions, never written. */
  private static final class Chunk {
    final long[] keys;
    final Object[] values;

    Chunk(long[] keys, Object[] values) {
      this.keys = keys;
      this.values = values;
    }
  }

  private final Chunk[] chunks;
  private final int size;

  private LongMap(Chunk[] chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  static <V> LongMap<V> empty() {
    return new LongMap<>(new Chunk[0], 0);
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked")
  @Nullable V get(long key) {
    int c = chunkOf(key);
    if (c < 0) {
      return null;
    }
    int place = Arrays.binarySearch(chunks[c].keys, key);
    return place < 0 ? null : (V) chunks[c].values[place];
  }

  LongMap<V> with(long key, V value) {
    if (chunks.length == 0) {
      Chunk only = new Chunk(new long[] {key}, new Object[] {value});
      return new LongMap<>(new Chunk[] {only}, 1);
    }
    int c = Math.max(chunkOf(key), 0);
    Chunk chunk = chunks[c];
    int place = Arrays.binarySearch(chunk.keys, key);
    if (place >= 0) {
      Object[] values = chunk.values.clone();
      values[place] = value;
      return replaced(c, size, new Chunk(chunk.keys, values));
    }
    Chunk grown = inserted(chunk, ~place, key, value);
    int length = grown.keys.length;
    return length <= CHUNK
        ? replaced(c, size + 1, grown)
        : replaced(c, size + 1, part(grown, 0, length / 2), part(grown, length / 2, length));
  }

  /** Calls with every value and its key, from the greatest key to the least. */
  @SuppressWarnings("unchecked")
  void forEachDescending(ObjLongConsumer<V> each) {
    for (int c = chunks.length - 1; c >= 0; c--) {
      Chunk chunk = chunks[c];
      for (int i = chunk.keys.length - 1; i >= 0; i--) {
        each.accept((V) chunk.values[i], chunk.keys[i]);
      }
    }
  }

  /** The last chunk whose first key is not greater than {@code key}; -1 when there is none. */
  private int chunkOf(long key) {
    int low = 0;
    int high = chunks.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (chunks[middle].keys[0] <= key) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private LongMap<V> replaced(int at, int newSize, Chunk... by) {
    Chunk[] all = new Chunk[chunks.length + by.length - 1];
    System.arraycopy(chunks, 0, all, 0, at);
    System.arraycopy(by, 0, all, at, by.length);
    System.arraycopy(chunks, at + 1, all, at + by.length, chunks.length - at - 1);
    return new LongMap<>(all, newSize);
  }

  private static Chunk inserted(Chunk chunk, int place, long key, Object value) {
    int length = chunk.keys.length;
    long[] keys = Arrays.copyOf(chunk.keys, length + 1);
    Object[] values = Arrays.copyOf(chunk.values, length + 1);
    System.arraycopy(keys, place, keys, place + 1, length - place);
    System.arraycopy(values, place, values, place + 1, length - place);
    keys[place] = key;
    values[place] = value;
    return new Chunk(keys, values);
  }

  private static Chunk part(Chunk chunk, int from, int to) {
    return new Chunk(
        Arrays.copyOfRange(chunk.keys, from, to), Arrays.copyOfRange(chunk.values, from, to));
  }
}
