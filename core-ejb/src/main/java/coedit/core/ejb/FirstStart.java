package coedit.core.ejb;

import coedit.core.account.Accounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the first start makes: the administrator's account with a random password, printed once and
 * kept in a file that only the server's user can read; or the demo's accounts.
 */
final class FirstStart {

  private static final System.Logger LOG = System.getLogger(FirstStart.class.getName());
  private static final int PASSWORD_BYTES = 18;
  private static final String FILE = "admin-password";

  private final CoreSettings settings;
  private final SecureRandom random;

  FirstStart(CoreSettings settings, SecureRandom random) {
    this.settings = settings;
    this.random = random;
  }

  /** Makes what is not there. */
  void prepare(Accounts accounts) {
    if (settings.demo()) {
      accounts.createDemoAccounts();
      return;
    }
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (accounts.createAdministrator(password)) {
      Path file = write(password);
      LOG.log(
          System.Logger.Level.WARNING,
          "First start: sign in as admin with the password {0} (also in {1}; delete that file)",
          password,
          file);
    }
    if (!accounts.leftByDemo().isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "coedit.demo is not set any more: nobody can sign in as {0}, whose passwords everybody"
              + " knows",
          String.join(", ", accounts.leftByDemo()));
    }
  }

  private Path write(String password) {
    try {
      return OwnersFile.write(settings.dataDirectory().resolve(FILE), password);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the administrator's password", failed);
    }
  }
}
