package coedit.plugin.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.plugin.text.Rope.Branch;
import coedit.plugin.text.Rope.Chunk;
import java.nio.charset.StandardCharsets;

/** What must hold for every rope. */
final class RopeInvariants {

  private RopeInvariants() {}

  static void check(Rope rope) {
    if (rope instanceof Branch branch) {
      checkBranch(branch);
    } else {
      checkChunk((Chunk) rope);
    }
  }

  private static void checkBranch(Branch branch) {
    for (Rope child : new Rope[] {branch.left(), branch.right()}) {
      check(child);
      assertTrue(!(child instanceof Chunk) || child.units() >= Rope.MIN_CHUNK, "small chunk");
    }
    int difference = branch.left().height() - branch.right().height();
    assertTrue(Math.abs(difference) <= 1, () -> "unbalanced by " + difference);
    assertEquals(Math.max(branch.left().height(), branch.right().height()) + 1, branch.height());
    assertEquals(branch.left().units() + branch.right().units(), branch.units());
    assertEquals(branch.left().codePoints() + branch.right().codePoints(), branch.codePoints());
    assertEquals(branch.left().bytes() + branch.right().bytes(), branch.bytes());
  }

  private static void checkChunk(Chunk chunk) {
    String text = chunk.text();
    assertTrue(text.length() <= Rope.MAX_CHUNK, "large chunk");
    assertEquals(text.codePointCount(0, text.length()), chunk.codePoints());
    assertEquals(text.getBytes(StandardCharsets.UTF_8).length, chunk.bytes());
    assertFalse(
        !text.isEmpty() && Character.isLowSurrogate(text.charAt(0)), "begins inside a pair");
    assertFalse(
        !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1)),
        "ends inside a pair");
  }
}
