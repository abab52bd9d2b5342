package coedit.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.Participant;
import coedit.model.Access;
import coedit.model.Grant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessGuardTest {

  private final Participant alice = new Participant("alice", "Alice", Set.of("writers"), false);

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
