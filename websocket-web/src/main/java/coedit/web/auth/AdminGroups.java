package coedit.web.auth;

import java.util.Set;

/**
 * The groups, of the user registry or an issuer's, whose members are administrators here.
 *
 * @param names none: only built-in accounts are administrators
 */
record AdminGroups(Set<String> names) {

  AdminGroups {
    names = Set.copyOf(names);
  }

  boolean includeAny(Set<String> groups) {
    return groups.stream().anyMatch(names::contains);
  }
}
