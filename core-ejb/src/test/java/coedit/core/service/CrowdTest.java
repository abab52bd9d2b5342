package coedit.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CrowdTest {

  private final Crowd crowd = new Crowd(2);

  @Test
  void soManyAreLetInAndTheNextWhenOneHasLeft() {
    assertTrue(crowd.enter("here"));
    assertFalse(crowd.isFull("here"));
    assertTrue(crowd.enter("here"));
    assertTrue(crowd.isFull("here"));
    assertFalse(crowd.enter("here"));
    crowd.leave("here");
    assertTrue(crowd.enter("here"));
    assertFalse(crowd.enter("here"), "who was not let in was not counted");
  }

  @Test
  void oneNamesCrowdIsNotAnothers() {
    crowd.enter("here");
    crowd.enter("here");
    assertTrue(crowd.enter("there"));
  }

  @Test
  void whoHasLeftIsForgotten() {
    crowd.enter("here");
    crowd.leave("here");
    crowd.leave("here");
    assertEquals(0, crowd.names());
    assertFalse(crowd.isFull("here"));
  }

  @Test
  void aLimitOfNothingLetsNobodyIn() {
    assertFalse(new Crowd(0).enter("here"));
    assertTrue(new Crowd(0).isFull("here"));
  }
}
