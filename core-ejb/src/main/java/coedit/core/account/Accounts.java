package coedit.core.account;

import coedit.core.service.AccountService;
import coedit.core.service.BoundedTurns;
import coedit.core.service.Outcome;
import coedit.core.service.Participant;
import coedit.core.service.WaitingPlaces;
import coedit.model.ErrorCode;
import coedit.persistence.AccountStore;
import coedit.persistence.SecretStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The built-in accounts: the first administrator, and the demo's people. Who has a password that
 * everybody knows, of the demo, signs in as long as that goes on, and not afterwards.
 */
public final class Accounts implements AccountService {

  private static final List<String> DEMO_USERS = List.of("alice", "bob", "carol");
  private static final String ADMIN = "admin";

  /**
   * Each takes a processor for a tenth of a second, and one of the threads that requests need: most
   * of them are everybody else's.
   */
  private static final int HASHING =
      Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2));

  /** More than there are: nothing makes others. */
  private static final int MOST = 1_000;

  private final AccountStore store;
  private final SecretStore secrets;
  private final SecretSeal seal;
  private final SecureRandom random;
  private final boolean demo;
  private final BoundedTurns turns;
  private final String nobody;

  /**
   * @param demo whether passwords that everybody knows will do
   * @param places where those wait whose passwords are looked at
   */
  public Accounts(
      AccountStore store,
      SecretStore secrets,
      SecretSeal seal,
      SecureRandom random,
      boolean demo,
      WaitingPlaces places) {
    this(
        store,
        secrets,
        seal,
        random,
        demo,
        new BoundedTurns(places, HASHING, "passwords", "many passwords are being checked"));
  }

  /**
   * @param turns in which passwords are looked at
   */
  Accounts(
      AccountStore store,
      SecretStore secrets,
      SecretSeal seal,
      SecureRandom random,
      boolean demo,
      BoundedTurns turns) {
    this.turns = turns;
    this.store = store;
    this.secrets = secrets;
    this.seal = seal;
    this.random = random;
    this.demo = demo;
    this.nobody = PasswordHash.ofNone(random);
  }

  /**
   * Makes the administrator's account if there is none, or takes it from the demo.
   *
   * @param password its password
   * @return whether that is its password now
   */
  public boolean createAdministrator(String password) {
    Optional<String> old = store.find(ADMIN).map(AccountStore.Account::passwordHash);
    if (old.isPresent() && !PasswordHash.isKnown(old.get())) {
      return false;
    }
    String hash = PasswordHash.of(password, random);
    return old.isEmpty()
        ? store.create(administrator(hash))
        : store.changePassword(ADMIN, old.get(), hash, Optional.empty());
  }

  /** Who has a password that everybody knows, now that it will not do. */
  public List<String> leftByDemo() {
    return store.search("", MOST).stream()
        .filter(account -> !demo && PasswordHash.isKnown(account.passwordHash()))
        .map(AccountStore.Account::user)
        .toList();
  }

  /** Makes the demo's accounts, whose passwords are their names. */
  public void createDemoAccounts() {
    for (String user : DEMO_USERS) {
      if (store.find(user).isEmpty()) {
        String displayName = user.substring(0, 1).toUpperCase(Locale.ROOT) + user.substring(1);
        store.create(
            new AccountStore.Account(
                user, displayName, PasswordHash.ofKnown(user, random), false, false));
      }
    }
    if (store.find(ADMIN).isEmpty()) {
      store.create(administrator(PasswordHash.ofKnown(ADMIN, random)));
    }
  }

  private static AccountStore.Account administrator(String hash) {
    return new AccountStore.Account(ADMIN, "Administrator", hash, true, false);
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
    Optional<AccountStore.Account> account = store.find(user).filter(this::maySignIn);
    String hash = account.map(AccountStore.Account::passwordHash).orElse(nobody);
    boolean matches = turns.take(() -> PasswordHash.matches(password, hash));
    return matches ? account.map(Accounts::participant) : Optional.empty();
  }

  @Override
  public Optional<Participant> find(String user) {
    return store.find(user).map(Accounts::participant);
  }

  private boolean maySignIn(AccountStore.Account account) {
    return state(account) == State.ENABLED;
  }

  private State state(AccountStore.Account account) {
    if (account.disabled()) {
      return State.DISABLED;
    }
    boolean left = !demo && PasswordHash.isKnown(account.passwordHash());
    return left ? State.LEFT_BY_DEMO : State.ENABLED;
  }

  @Override
  public boolean isBarred(String user) {
    return store.find(user).filter(account -> !maySignIn(account)).isPresent();
  }

  @Override
  public Optional<String> mark(String user) {
    return store.find(user).map(account -> state(account) + " " + digest(account.passwordHash()));
  }

  private static String digest(String hash) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(hash.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  @Override
  public List<BuiltIn> all() {
    return store.search("", MOST).stream().map(this::builtIn).toList();
  }

  private BuiltIn builtIn(AccountStore.Account account) {
    return new BuiltIn(participant(account), state(account));
  }

  @Override
  public Outcome<BuiltIn> enable(String user, boolean enabled) {
    AccountStore.Disabling done =
        enabled
            ? store.enable(user) ? AccountStore.Disabling.DONE : AccountStore.Disabling.NO_ACCOUNT
            : store.disable(user);
    return switch (done) {
      case DONE ->
          store.find(user).map(this::builtIn).map(Outcome::done).orElseGet(Accounts::absent);
      case NO_ACCOUNT -> absent();
      case LAST_ADMINISTRATOR ->
          Outcome.refused(
              ErrorCode.FORBIDDEN, "the last administrator's account cannot be disabled");
    };
  }

  @Override
  public Outcome<Participant> changePassword(
      String user, String old, String password, String keptSignIn) {
    Optional<AccountStore.Account> account = store.find(user);
    if (account.isEmpty()) {
      return absent();
    }
    String hash = account.get().passwordHash();
    Optional<String> fresh =
        turns.take(
            () ->
                maySignIn(account.get()) && PasswordHash.matches(old, hash)
                    ? Optional.of(PasswordHash.of(password, random))
                    : Optional.empty());
    boolean changed =
        fresh.isPresent() && store.changePassword(user, hash, fresh.get(), Optional.of(keptSignIn));
    return changed
        ? Outcome.done(participant(account.get()))
        : Outcome.refused(ErrorCode.FORBIDDEN, "the old password is not right");
  }

  private static <T> Outcome<T> absent() {
    return Outcome.refused(ErrorCode.NOT_FOUND, "there is no such account");
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
