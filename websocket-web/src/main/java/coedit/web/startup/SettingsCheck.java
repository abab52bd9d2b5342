package coedit.web.startup;

import coedit.web.auth.AuthSettings;
import coedit.web.auth.Embedding;
import coedit.web.auth.Origins;
import coedit.web.auth.StrictTransport;
import coedit.web.limit.RequestRates;
import coedit.web.socket.SocketLimits;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;

/**
 * Reads this module's settings when the application starts, and keeps it from starting when one is
 * wrong: otherwise the first person who signs in or edits would find out.
 */
@Singleton
@Startup
@SuppressWarnings("NullAway.Init") // the server fills the fields
public class SettingsCheck {

  private static final System.Logger LOG = System.getLogger(SettingsCheck.class.getName());

  @Inject private Config config;

  /** Being made checks them. */
  @Inject private AuthSettings auth;

  @Inject private Origins origins;
  @Inject private Embedding embedding;
  @Inject private StrictTransport transport;
  @Inject private RequestRates rates;

  @PostConstruct
  void check() {
    try {
      SocketLimits.read(name -> config.getOptionalValue("coedit.limits." + name, Integer.class));
    } catch (IllegalArgumentException wrong) {
      LOG.log(System.Logger.Level.ERROR, "a setting is wrong: " + wrong.getMessage());
      throw wrong;
    }
    LOG.log(
        System.Logger.Level.DEBUG,
        "settings are valid: {0} {1} {2} {3} {4}",
        auth,
        origins,
        embedding,
        transport,
        rates);
  }
}
