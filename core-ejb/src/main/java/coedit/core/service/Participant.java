package coedit.core.service;

import java.util.Set;

/**
 * A signed-in person.
 *
 * @param user the sign-in name
 * @param displayName what other people see
 * @param groups the groups of the user registry
 * @param administrator whether every document is open to them
 */
public record Participant(
    String user, String displayName, Set<String> groups, boolean administrator) {

  public Participant {
    groups = Set.copyOf(groups);
  }
}
