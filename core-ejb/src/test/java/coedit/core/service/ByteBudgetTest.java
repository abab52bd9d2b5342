package coedit.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private final ByteBudget budget = new ByteBudget(80);

  @Test
  void oneUserHasAnEighthHoweverManySocketsThatIs() {
    assertTrue(budget.of("alice").take(6));
    assertFalse(budget.of("alice").take(5));
    assertTrue(budget.of("alice").take(4));
    assertTrue(budget.of("bob").take(10));
    assertEquals(20, budget.taken());
  }

  @Test
  void allTogetherHaveTheWhole() {
    for (int user = 0; user < 8; user++) {
      assertTrue(budget.of("user" + user).take(10));
    }
    assertFalse(budget.of("late").take(1));
    budget.of("user0").give(10);
    assertTrue(budget.of("late").take(1));
    assertEquals(71, budget.taken());
  }

  @Test
  void whatIsGivenBackIsForgotten() {
    ByteBudget.Share alice = budget.of("alice");
    assertTrue(alice.take(10));
    alice.give(4);
    alice.takeBack(8);
    assertEquals(14, budget.taken());
    assertFalse(alice.take(1), "counted, though it is more than may be");
    alice.give(14);
    assertEquals(0, budget.taken());
    assertTrue(alice.take(10));
  }
}
