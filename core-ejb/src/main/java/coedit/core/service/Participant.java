package coedit.core.service;

import java.util.Set;

/**
 * A signed-in person.
 *
 * @param user the sign-in name
 * @param displayName what other people see
 * @param groups the groups of the user registry
 * @param administrator whether every document is open to them
 * @param address the network address that they speak from, for the audit log; empty when that is
 *     not known here
 */
public record Participant(
    String user, String displayName, Set<String> groups, boolean administrator, String address) {

  public Participant {
    groups = Set.copyOf(groups);
  }

  /** Somebody, wherever they are. */
  public Participant(String user, String displayName, Set<String> groups, boolean administrator) {
    this(user, displayName, groups, administrator, "");
  }

  /** The same person, speaking from an address. */
  public Participant at(String address) {
    return new Participant(user, displayName, groups, administrator, address);
  }
}
