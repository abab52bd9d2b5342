package coedit.web.auth;

import com.ibm.websphere.security.CustomRegistryException;
import java.rmi.RemoteException;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The one name that a user or a group of the registry has in grants, however the registry spells
 * it.
 *
 * <p>A basic registry says {@code editors}. A directory says, by its settings and by the question,
 * {@code editors}, {@code Editors} or {@code cn=editors,ou=groups,dc=example,dc=org}. Its short
 * name is what its distinguished name begins with, but only if the registry, asked for the short
 * name, means the very same entry: in another part of a directory somebody else may bear it. If it
 * does not, the distinguished name is the name.
 */
final class RegistryName {

  /** What would be more than itself in a search pattern, here or in an LDAP filter. */
  private static final String SPECIAL = "*()\\&|!=<>~/";

  /** How the registry identifies an entry. */
  interface Identity {

    /** The same text for every name of one entry; empty when the name is not just one entry's. */
    Optional<String> of(String name) throws CustomRegistryException, RemoteException;
  }

  private RegistryName() {}

  /**
   * The name in grants.
   *
   * @param spelled a name of the entry, as the registry gave it
   */
  static String of(String spelled, Identity identity)
      throws CustomRegistryException, RemoteException {
    String id = identity.of(spelled).orElse(spelled);
    Optional<LdapName> distinguished = distinguished(id);
    if (distinguished.isEmpty()) {
      return spelled;
    }
    String first = distinguished.get().getRdn(distinguished.get().size() - 1).getValue().toString();
    return isPlain(first) && isSame(distinguished.get(), first, identity) ? first : id;
  }

  /** Nothing that a filter takes for a sign, and nothing that breaks a line of the server's log. */
  static boolean isPlain(String name) {
    return !name.isBlank()
        && name.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0 || Character.isISOControl(c));
  }

  private static boolean isSame(LdapName entry, String name, Identity identity)
      throws CustomRegistryException, RemoteException {
    return identity.of(name).flatMap(RegistryName::distinguished).filter(entry::equals).isPresent();
  }

  private static Optional<LdapName> distinguished(String id) {
    try {
      LdapName name = new LdapName(id);
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    } catch (InvalidNameException shortName) {
      return Optional.empty();
    }
  }
}
