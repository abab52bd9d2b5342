package coedit.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.Participant;
import coedit.model.Access;
import coedit.model.Grant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessGuardTest {

  private final Participant alice =
      new Participant("alice", "Alice", Set.of("writers", "readers"), false);

  @Test
  void theHighestGrantWins() {
    assertEquals(
        Access.EDIT,
        AccessGuard.access(
            alice,
            List.of(
                new Grant(Grant.Kind.EVERYONE, "", Access.VIEW),
                new Grant(Grant.Kind.GROUP, "writers", Access.EDIT),
                new Grant(Grant.Kind.USER, "alice", Access.COMMENT))));
  }

  /** Four rights, and none, to each kind: whoever gives it, the highest is what she has. */
  @Test
  void theHighestOfEveryTableOfGrantsWins() {
    int tables = 0;
    for (Access user : Access.values()) {
      for (Access group : Access.values()) {
        for (Access otherGroup : Access.values()) {
          for (Access everyone : Access.values()) {
            List<Grant> grants = new ArrayList<>();
            give(grants, Grant.Kind.USER, "alice", user);
            give(grants, Grant.Kind.GROUP, "writers", group);
            give(grants, Grant.Kind.GROUP, "readers", otherGroup);
            give(grants, Grant.Kind.EVERYONE, "", everyone);
            give(grants, Grant.Kind.USER, "bob", Access.ADMIN);
            give(grants, Grant.Kind.GROUP, "strangers", Access.ADMIN);
            Access highest = Collections.max(List.of(user, group, otherGroup, everyone));
            assertEquals(highest, AccessGuard.access(alice, grants), grants.toString());
            Collections.reverse(grants);
            assertEquals(highest, AccessGuard.access(alice, grants), grants.toString());
            tables++;
          }
        }
      }
    }
    assertEquals(5 * 5 * 5 * 5, tables);
  }

  private static void give(List<Grant> to, Grant.Kind kind, String subject, Access access) {
    if (access != Access.NONE) {
      to.add(new Grant(kind, subject, access));
    }
  }

  /** Who has a right has every lower one, and no higher one. */
  @Test
  void rightsAreInOneOrder() {
    List<Access> order =
        List.of(Access.NONE, Access.VIEW, Access.COMMENT, Access.EDIT, Access.ADMIN);
    assertEquals(order, List.of(Access.values()));
    for (Access one : order) {
      for (Access other : order) {
        assertEquals(order.indexOf(one) >= order.indexOf(other), one.allows(other));
      }
    }
  }

  @Test
  void grantsOfOthersCountForNothing() {
    assertEquals(
        Access.NONE,
        AccessGuard.access(
            alice,
            List.of(
                new Grant(Grant.Kind.USER, "writers", Access.ADMIN),
                new Grant(Grant.Kind.GROUP, "alice", Access.ADMIN),
                new Grant(Grant.Kind.USER, "Alice", Access.ADMIN))));
    assertEquals(Access.NONE, AccessGuard.access(alice, List.of()));
  }

  @Test
  void administratorsMayDoEverything() {
    Participant admin = new Participant("admin", "Admin", Set.of(), true);
    assertEquals(Access.ADMIN, AccessGuard.access(admin, List.of()));
  }
}
