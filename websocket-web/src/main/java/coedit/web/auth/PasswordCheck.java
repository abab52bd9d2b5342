package coedit.web.auth;

import coedit.core.service.AccountService;
import coedit.core.service.Participant;
import coedit.core.service.SessionRecord.Vouching;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Who a user name and a password are: a built-in account, else somebody in the server's own user
 * registry (basic, LDAP), if it has one. A name that is a built-in account's is never looked up in
 * the registry: whoever owns that name there is somebody else.
 */
@Dependent
public class PasswordCheck implements Standing {

  private final AccountService accounts;
  private final AdminGroups admins;

  @Inject
  PasswordCheck(AccountService accounts, AdminGroups admins) {
    this.accounts = accounts;
    this.admins = admins;
  }

  /**
   * Empty when the name or the password is wrong; callers cannot tell which.
   *
   * @throws RuntimeException when nobody could look
   */
  public Optional<Participant> verify(String user, String password) {
    Optional<Participant> builtIn = accounts.verify(user, password);
    if (builtIn.isPresent() || accounts.find(user).isPresent()) {
      return builtIn;
    }
    return Registry.verify(user, password)
        .filter(found -> accounts.find(found.entry().name()).isEmpty())
        .map(this::participant);
  }

  /** An issuer has spoken once and is not asked again; a registry that is away says nothing. */
  @Override
  public boolean holds(Participant who, Vouching vouching) {
    if (accounts.find(who.user()).isPresent()) {
      return !accounts.isBarred(who.user());
    }
    if (who.administrator() != admins.includeAny(who.groups())) {
      return false; // coedit.admin.groups has changed
    }
    return vouching != Vouching.PASSWORD
        || Registry.groupsNow(who.user())
            .map(now -> now.equals(Optional.of(who.groups())))
            .orElse(true);
  }

  private Participant participant(Registry.User found) {
    return new Participant(
        found.entry().name(),
        found.entry().displayName(),
        found.groups(),
        admins.includeAny(found.groups()));
  }
}
