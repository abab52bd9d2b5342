package coedit.core.account;

import coedit.core.service.AccountService;
import coedit.core.service.Participant;
import coedit.persistence.AccountStore;
import coedit.persistence.SecretStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The built-in accounts: the first administrator, and the demo's people. */
public final class Accounts implements AccountService {

  private static final List<String> DEMO_USERS = List.of("alice", "bob", "carol");
  private static final String ADMIN = "admin";

  private final AccountStore store;
  private final SecretStore secrets;
  private final SecretSeal seal;
  private final SecureRandom random;
  private final String nobody;

  public Accounts(AccountStore store, SecretStore secrets, SecretSeal seal, SecureRandom random) {
    this.store = store;
    this.secrets = secrets;
    this.seal = seal;
    this.random = random;
    this.nobody = PasswordHash.ofNone(random);
  }

  /**
   * Makes the administrator's account if there is none.
   *
   * @param password its password
   * @return whether it was made now
   */
  public boolean createAdministrator(String password) {
    return store.find(ADMIN).isEmpty()
        && store.create(administrator(PasswordHash.of(password, random)));
  }

  /** Makes the demo's accounts, whose passwords are their names. */
  public void createDemoAccounts() {
    for (String user : DEMO_USERS) {
      if (store.find(user).isEmpty()) {
        String displayName = user.substring(0, 1).toUpperCase(Locale.ROOT) + user.substring(1);
        store.create(
            new AccountStore.Account(user, displayName, PasswordHash.ofKnown(user, random), false));
      }
    }
    if (store.find(ADMIN).isEmpty()) {
      store.create(administrator(PasswordHash.ofKnown(ADMIN, random)));
    }
  }

  private static AccountStore.Account administrator(String hash) {
    return new AccountStore.Account(ADMIN, "Administrator", hash, true);
  }

  /**
   * Finds out at start-up, not at the first sign-in, that this server has another key than the
   * stored secrets were wrapped with.
   *
   * @throws IllegalStateException saying so, and what can be done
   */
  public void checkSeal() {
    byte[] unused = sharedSecret("seal-check", () -> new byte[] {1});
  }

  @Override
  public Optional<Participant> verify(String user, String password) {
    Optional<AccountStore.Account> account = store.find(user);
    String hash = account.map(AccountStore.Account::passwordHash).orElse(nobody);
    boolean matches = PasswordHash.matches(password, hash);
    return matches ? account.map(Accounts::participant) : Optional.empty();
  }

  @Override
  public Optional<Participant> find(String user) {
    return store.find(user).map(Accounts::participant);
  }

  @Override
  public List<Participant> search(String beginning, int limit) {
    return store.search(beginning, limit).stream().map(Accounts::participant).toList();
  }

  @Override
  public byte[] sharedSecret(String name, Supplier<byte[]> generator) {
    byte[] sealed =
        secrets
            .find(name)
            .orElseGet(() -> secrets.putIfAbsent(name, seal.seal(name, generator.get())));
    return seal.open(name, sealed);
  }

  private static Participant participant(AccountStore.Account account) {
    return new Participant(
        account.user(), account.displayName(), Set.of(), account.administrator());
  }
}
