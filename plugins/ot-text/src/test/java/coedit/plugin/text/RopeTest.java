package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.testkit.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RopeTest {

  @Test
  void editsLikeItsNaiveTwin() {
    Seeds.forEach(
        "editsLikeItsNaiveTwin",
        random -> {
          Rope rope = Rope.EMPTY;
          StringBuilder twin = new StringBuilder();
          for (int i = 0; i < 60; i++) {
            int start = random.nextInt(rope.codePoints() + 1);
            int end = Math.min(rope.codePoints(), start + randomLength(random));
            String text = randomText(random);
            rope = rope.replace(start, end, text);
            replace(twin, start, end, text);
            RopeInvariants.check(rope);
            assertEquals(twin.toString(), read(rope, 0, rope.codePoints()));
          }
        });
  }

  @Test
  void readsAnyRange() {
    Seeds.forEach(
        "readsAnyRange",
        random -> {
          String text = "a😀ß".repeat(500 + random.nextInt(500));
          Rope rope = Rope.of(text);
          RopeInvariants.check(rope);
          int start = random.nextInt(rope.codePoints() + 1);
          int end = start + random.nextInt(rope.codePoints() - start + 1);
          String expected =
              text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
          assertEquals(expected, read(rope, start, end));
        });
  }

  @Test
  void joinsRopesOfAnyHeights() {
    Rope tall = Rope.of("x".repeat(1_000_000));
    for (int length : new int[] {0, 1, 127, 128, 512, 513, 5_000, 100_000}) {
      Rope low = Rope.of("y".repeat(length));
      RopeInvariants.check(Rope.join(tall, low));
      RopeInvariants.check(Rope.join(low, tall));
      assertEquals(1_000_000 + length, Rope.join(low, tall).units());
    }
  }

  @Test
  void deletingNearlyAllOfEveryChunkLeavesFewChunks() {
    Rope rope = Rope.of("x".repeat(1_000_000));
    for (int position = 0; position < rope.codePoints(); position++) {
      rope = rope.replace(position, Math.min(rope.codePoints(), position + 300), "");
    }
    RopeInvariants.check(rope);
    assertTrue(rope.units() > 3_000 && rope.height() < 8, () -> "too many chunks");
  }

  @Test
  void staysBalancedWhileTypingAtOnePlace() {
    Rope rope = Rope.of("x".repeat(10_000));
    for (int i = 0; i < 100_000; i++) {
      rope = rope.replace(5_000 + i, 5_000 + i, "y");
    }
    RopeInvariants.check(rope);
    assertTrue(rope.height() <= 12, "height " + rope.height());
    assertEquals("x".repeat(10) + "y".repeat(10), read(rope, 4_990, 5_010));
  }

  private static int randomLength(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(5);
      case 2 -> random.nextInt(300);
      default -> random.nextInt(3_000);
    };
  }

  private static String randomText(Random random) {
    String letter = new String[] {"a", "ß", "字", "😀"}[random.nextInt(4)];
    return letter.repeat(randomLength(random));
  }

  private static void replace(StringBuilder twin, int start, int end, String text) {
    twin.replace(twin.offsetByCodePoints(0, start), twin.offsetByCodePoints(0, end), text);
  }

  private static String read(Rope rope, int start, int end) {
    StringBuilder out = new StringBuilder();
    rope.read(start, end, out::append);
    return out.toString();
  }
}
