package coedit.plugin.yjs.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.plugin.yjs.encoding.ByteWriter;
import coedit.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The persistent collections against the plain ones of Java. */
class RangeSetTest {

  @Test
  void rangesAreThoseOfABitSet() {
    Seeds.forEach(
        "rangesAreThoseOfABitSet",
        random -> {
          int reach = 1 << (4 + random.nextInt(12));
          BitSet bits = new BitSet();
          RangeSet set = RangeSet.EMPTY;
          for (int step = 0; step < 300; step++) {
            set = add(set, bits, random, reach);
            assertEquals(bits.cardinality(), set.total());
            if (random.nextInt(10) == 0) {
              set = inAnUpdate(set, random);
              int clock = random.nextInt(reach);
              assertEquals(countBeyond(set, clock), set.countBeyond(clock));
            }
          }
          assertArrayEquals(flat(bits), set.flat());
        });
  }

  /** The same, or what is no longer the same and so left out of account, in an update's bytes. */
  private static RangeSet inAnUpdate(RangeSet set, Random random) {
    int[] flat = set.flat();
    ByteWriter update = new ByteWriter();
    int before = random.nextInt(5);
    update.writeBytes(new byte[before], 0, before);
    int other = random.nextInt(4) == 0 ? 1 : 0;
    for (int i = 0; i < flat.length; i += 2) {
      update.writeVarUint(flat[i]);
      update.writeVarUint(flat[i + 1] - flat[i] + other);
    }
    RangeSet lean = set.in(update.toBytes(), before, flat.length / 2);
    assertArrayEquals(flat, lean.flat());
    assertEquals(set.total(), lean.total());
    return lean;
  }

  private static int countBeyond(RangeSet set, int clock) {
    int[] flat = set.flat();
    int count = 0;
    for (int i = 0; i < flat.length; i += 2) {
      count += flat[i + 1] > clock ? 1 : 0;
    }
    return count;
  }

  private static RangeSet add(RangeSet set, BitSet bits, Random random, int reach) {
    int[] flat = new int[2 * (random.nextInt(40) == 0 ? 50 : 1)];
    for (int i = 0; i < flat.length; i += 2) {
      flat[i] = random.nextInt(reach);
      flat[i + 1] = flat[i] + 1 + random.nextInt(random.nextInt(20) == 0 ? reach : 4);
      bits.set(flat[i], flat[i + 1]);
    }
    int[] normalised = Ranges.normalised(flat, flat.length);
    return set.union(normalised, normalised.length);
  }

  @Test
  void earlierVersionsStayAsTheyWere() {
    RangeSet set = RangeSet.EMPTY;
    RangeSet[] versions = new RangeSet[500];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = set;
      set = set.with(1_000 - 2 * i, 1_001 - 2 * i);
    }
    for (int i = 0; i < versions.length; i++) {
      assertEquals(i, versions[i].total());
      assertEquals(2 * i, versions[i].flat().length);
    }
  }

  @Test
  void differencesAreThoseOfABitSet() {
    Seeds.forEach(
        "differencesAreThoseOfABitSet",
        random -> {
          BitSet one = randomBits(random);
          BitSet two = randomBits(random);
          int[] rest = Ranges.without(flat(one), flat(two));
          one.andNot(two);
          assertArrayEquals(flat(one), rest);
        });
  }

  @Test
  void mapHoldsWhatWasPut() {
    Seeds.forEach(
        "mapHoldsWhatWasPut",
        random -> {
          TreeMap<Long, Integer> expected = new TreeMap<>();
          LongMap<Integer> map = LongMap.empty();
          long reach = 1L << (3 + random.nextInt(50));
          for (int i = 0; i < 3_000; i++) {
            long key = random.nextLong() & (reach - 1);
            expected.put(key, i);
            map = map.with(key, i);
          }
          assertEquals(expected.size(), map.size());
          List<Long> keys = new ArrayList<>();
          map.forEachDescending((value, key) -> keys.add(key));
          assertEquals(List.copyOf(expected.descendingKeySet()), keys);
          for (long key : keys) {
            assertEquals(expected.get(key), map.get(key));
          }
          assertEquals(null, map.get(reach));
        });
  }

  private static BitSet randomBits(Random random) {
    BitSet bits = new BitSet();
    for (int i = random.nextInt(12); i > 0; i--) {
      int start = random.nextInt(60);
      bits.set(start, start + 1 + random.nextInt(9));
    }
    return bits;
  }

  private static int[] flat(BitSet bits) {
    int[] flat = new int[2 * bits.cardinality()];
    int size = 0;
    for (int start = bits.nextSetBit(0); start >= 0; ) {
      int end = bits.nextClearBit(start);
      flat[size++] = start;
      flat[size++] = end;
      start = bits.nextSetBit(end);
    }
    return Arrays.copyOf(flat, size);
  }
}
