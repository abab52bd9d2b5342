package coedit.web.auth;

import com.ibm.websphere.security.CustomRegistryException;
import com.ibm.websphere.security.EntryNotFoundException;
import com.ibm.websphere.security.NotImplementedException;
import com.ibm.websphere.security.PasswordCheckFailedException;
import com.ibm.websphere.security.Result;
import com.ibm.websphere.security.UserRegistry;
import com.ibm.websphere.security.WSSecurityException;
import com.ibm.wsspi.security.registry.RegistryHelper;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server's own user registry (basic, LDAP), if it has one. When it cannot be asked, the log
 * says why; nobody is found in it then, and whether a password is right is not known.
 */
final class Registry {

  private static final System.Logger LOG = System.getLogger(Registry.class.getName());

  /**
   * Somebody, or a group.
   *
   * @param name as grants name it, see {@link RegistryName}
   * @param displayName for people; the name when there is none
   */
  record Entry(String name, String displayName) {}

  /** Somebody who gave the right password. */
  record User(Entry entry, Set<String> groups) {}

  private interface Question<T> {
    Optional<T> ask(UserRegistry registry)
        throws PasswordCheckFailedException,
            EntryNotFoundException,
            NotImplementedException,
            CustomRegistryException,
            RemoteException;
  }

  private Registry() {}

  /**
   * Empty when name or password are wrong.
   *
   * @throws DirectoryAwayException when the registry cannot be asked
   */
  static Optional<User> verify(String user, String password) {
    if (!RegistryName.isPlain(user) || password.isEmpty()) {
      return Optional.empty();
    }
    return ask(
        registry -> {
          String spelled = checked(registry, user, password);
          if (spelled == null) {
            ask(registry);
            return Optional.empty();
          }
          Set<String> groups = groups(registry, spelled);
          String name = RegistryName.of(spelled, id(registry::getUniqueUserId));
          Entry entry = new Entry(name, shown(registry.getUserDisplayName(spelled), name));
          return Optional.of(new User(entry, groups));
        });
  }

  private static @Nullable String checked(UserRegistry registry, String user, String password)
      throws CustomRegistryException, RemoteException {
    try {
      return registry.checkPassword(user, password);
    } catch (PasswordCheckFailedException wrong) {
      return null;
    }
  }

  /**
   * Asks for somebody whom nobody has asked for, so that no answer is remembered: of a directory
   * that is away Liberty says that the password is wrong.
   */
  private static void ask(UserRegistry registry) throws CustomRegistryException, RemoteException {
    Result unused = registry.getUsers("nobody-" + UUID.randomUUID(), 1);
  }

  private static Set<String> groups(UserRegistry registry, String user)
      throws EntryNotFoundException,
          NotImplementedException,
          CustomRegistryException,
          RemoteException {
    Set<String> groups = new HashSet<>();
    for (Object group : registry.getGroupsForUser(user)) {
      groups.add(RegistryName.of(group.toString(), id(registry::getUniqueGroupId)));
    }
    return groups;
  }

  /**
   * The groups that somebody is in now; nothing inside when nobody of that name is there (any
   * more). Empty when the registry cannot be asked.
   */
  static Optional<Optional<Set<String>>> groupsNow(String user) {
    try {
      return ask(
          registry -> {
            if (id(registry::getUniqueUserId).of(user).isEmpty()) {
              return Optional.of(Optional.empty());
            }
            return Optional.of(Optional.of(groups(registry, user)));
          });
    } catch (DirectoryAwayException away) {
      return Optional.empty();
    }
  }

  /** Users whose name begins with a text. */
  static List<Entry> users(String beginning, int limit) {
    return search(
        beginning,
        (registry, pattern) -> registry.getUsers(pattern, limit),
        (registry, spelled) -> {
          String name = RegistryName.of(spelled, id(registry::getUniqueUserId));
          return new Entry(name, shown(registry.getUserDisplayName(spelled), name));
        });
  }

  /** Groups whose name begins with a text. */
  static List<Entry> groups(String beginning, int limit) {
    return search(
        beginning,
        (registry, pattern) -> registry.getGroups(pattern, limit),
        (registry, spelled) -> {
          String name = RegistryName.of(spelled, id(registry::getUniqueGroupId));
          return new Entry(name, shown(registry.getGroupDisplayName(spelled), name));
        });
  }

  private interface Search {
    Result find(UserRegistry registry, String pattern)
        throws NotImplementedException, CustomRegistryException, RemoteException;
  }

  private interface Reading {
    Entry of(UserRegistry registry, String spelled)
        throws EntryNotFoundException, CustomRegistryException, RemoteException;
  }

  private static List<Entry> search(String beginning, Search search, Reading reading) {
    if (!RegistryName.isPlain(beginning)) {
      return List.of();
    }
    try {
      return Registry.<List<Entry>>ask(
              registry -> {
                List<Entry> entries = new ArrayList<>();
                for (Object found : search.find(registry, beginning + "*").getList()) {
                  entries.add(reading.of(registry, found.toString()));
                }
                return Optional.of(entries);
              })
          .orElse(List.of());
    } catch (DirectoryAwayException away) {
      return List.of();
    }
  }

  private interface Unique {
    String idOf(String name)
        throws EntryNotFoundException, CustomRegistryException, RemoteException;
  }

  private static RegistryName.Identity id(Unique unique) {
    return name -> {
      try {
        return Optional.ofNullable(unique.idOf(name));
      } catch (EntryNotFoundException nobodyOrMany) {
        return Optional.empty();
      }
    };
  }

  private static String shown(String display, String name) {
    return display == null || display.isBlank() ? name : display;
  }

  private static <T> Optional<T> ask(Question<T> question) {
    Optional<UserRegistry> registry = registry();
    if (registry.isEmpty()) {
      return Optional.empty();
    }
    try {
      return question.ask(registry.get());
    } catch (PasswordCheckFailedException | EntryNotFoundException wrong) {
      return Optional.empty();
    } catch (NotImplementedException
        | CustomRegistryException
        | RemoteException
        | RuntimeException broken) {
      LOG.log(System.Logger.Level.WARNING, "the user registry cannot be asked", broken);
      throw new DirectoryAwayException(broken);
    }
  }

  /** The server's one registry; it complains when there is none. */
  private static Optional<UserRegistry> registry() {
    try {
      return Optional.ofNullable(RegistryHelper.getUserRegistry(null));
    } catch (WSSecurityException none) {
      LOG.log(System.Logger.Level.DEBUG, "there is no user registry", none);
      return Optional.empty();
    }
  }
}
