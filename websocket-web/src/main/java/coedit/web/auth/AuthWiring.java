package coedit.web.auth;

import coedit.core.service.AccountService;
import coedit.core.service.AuditService;
import coedit.core.service.SessionService;
import coedit.web.limit.Refusals;
import coedit.web.limit.RequestRates;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Puts the plain classes of this package together. Each is made when it is first needed, since keys
 * come from the store and the store may come up later than the web module.
 */
@Dependent
class AuthWiring {

  private static final int CSRF_KEY_BYTES = 32;

  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  @Produces
  @Singleton
  AuthSettings settings(Config config) {
    return new AuthSettings(
        config
            .getOptionalValue("coedit.token.lifetime", Duration.class)
            .orElse(Duration.ofMinutes(10)),
        config
            .getOptionalValue("coedit.session.lifetime", Duration.class)
            .orElse(Duration.ofHours(12)),
        config.getOptionalValue("coedit.session.reuse-ends-all", Boolean.class).orElse(false),
        config.getOptionalValue("coedit.session.most", Integer.class).orElse(100),
        config.getOptionalValue("coedit.session.fresh", Duration.class));
  }

  @Produces
  @Singleton
  Embedding embedding(Config config) {
    return new Embedding(
        Set.copyOf(
            config.getOptionalValues("coedit.embed.origins", String.class).orElse(List.of())));
  }

  @Produces
  @Singleton
  StrictTransport transport(Config config) {
    return new StrictTransport(config.getOptionalValue("coedit.https.hsts", String.class));
  }

  @Produces
  @Singleton
  Origins origins(Config config) {
    return new Origins(
        Set.copyOf(config.getOptionalValues("coedit.origins", String.class).orElse(List.of())));
  }

  @Produces
  @Singleton
  SignedTokens tokens(AccountService accounts, SessionService sessions) {
    return new SignedTokens(
        accounts.sharedSecret("access-token-key", SignedTokens::newKey), sessions::now);
  }

  @Produces
  @Singleton
  Tickets tickets(SignedTokens tokens, SessionService sessions) {
    return new Tickets(tokens, sessions);
  }

  @Produces
  @Singleton
  CsrfTokens csrf(AccountService accounts) {
    return new CsrfTokens(accounts.sharedSecret("csrf-key", this::csrfKey));
  }

  @Produces
  @Singleton
  LoginThrottle throttle(RequestRates rates) {
    return new LoginThrottle(System::nanoTime, rates.exempt().addresses());
  }

  @Produces
  @Singleton
  AddressLimit addresses(RequestRates rates, Refusals refusals) {
    return new AddressLimit(rates, refusals);
  }

  @Produces
  @Singleton
  CachedLiveness liveness(SessionService sessions) {
    return new CachedLiveness(sessions, System::nanoTime);
  }

  @Produces
  @Singleton
  SignIns signIns(
      SessionService sessions,
      AuditService audit,
      AuthSettings settings,
      PasswordCheck passwords,
      Refusals refusals) {
    return new SignIns(sessions, audit, settings, random, passwords, refusals);
  }

  @Produces
  @Singleton
  AdminGroups adminGroups(Config config) {
    return new AdminGroups(
        Set.copyOf(
            config.getOptionalValues("coedit.admin.groups", String.class).orElse(List.of())));
  }

  @Produces
  @Singleton
  ExternalTokens external(Config config, AdminGroups admins, AccountService accounts) {
    return new ExternalTokens(
        ExternalIssuer.read(config),
        admins::includeAny,
        user -> accounts.find(user).isPresent(),
        clock);
  }

  private byte[] csrfKey() {
    byte[] key = new byte[CSRF_KEY_BYTES];
    random.nextBytes(key);
    return key;
  }
}
