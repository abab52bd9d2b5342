package coedit.web.auth;

import coedit.core.service.AccountService;
import coedit.core.service.Participant;
import com.ibm.websphere.security.CustomRegistryException;
import com.ibm.websphere.security.EntryNotFoundException;
import com.ibm.websphere.security.PasswordCheckFailedException;
import com.ibm.websphere.security.UserRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.rmi.RemoteException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Who a user name and a password are: a built-in account, else somebody in the server's own user
 * registry (basic, LDAP), if it has one. A name that is a built-in account's is never looked up in
 * the registry: whoever owns that name there is somebody else.
 */
@Dependent
public class PasswordCheck {

  private static final System.Logger LOG = System.getLogger(PasswordCheck.class.getName());

  private final AccountService accounts;

  @Inject
  public PasswordCheck(AccountService accounts) {
    this.accounts = accounts;
  }

  /** Empty when the name or the password is wrong; callers cannot tell which. */
  public Optional<Participant> verify(String user, String password) {
    Optional<Participant> builtIn = accounts.verify(user, password);
    if (builtIn.isPresent() || accounts.find(user).isPresent()) {
      return builtIn;
    }
    return registry().flatMap(registry -> inRegistry(registry, user, password));
  }

  /** The name is a constant in the server's own name space. */
  @SuppressWarnings("BanJNDI")
  private static Optional<UserRegistry> registry() {
    try {
      return new InitialContext().lookup("UserRegistry") instanceof UserRegistry registry
          ? Optional.of(registry)
          : Optional.empty();
    } catch (NamingException none) {
      return Optional.empty();
    }
  }

  private static Optional<Participant> inRegistry(
      UserRegistry registry, String user, String password) {
    try {
      String name = registry.checkPassword(user, password);
      if (name == null) {
        return Optional.empty();
      }
      List<?> groups = registry.getGroupsForUser(name);
      Set<String> names = new HashSet<>();
      groups.forEach(group -> names.add(group.toString()));
      String display = registry.getUserDisplayName(name);
      return Optional.of(
          new Participant(
              name, display == null || display.isBlank() ? name : display, names, false));
    } catch (PasswordCheckFailedException | EntryNotFoundException wrong) {
      return Optional.empty();
    } catch (CustomRegistryException | RemoteException | RuntimeException broken) {
      LOG.log(System.Logger.Level.WARNING, "the user registry cannot be asked", broken);
      return Optional.empty();
    }
  }
}
