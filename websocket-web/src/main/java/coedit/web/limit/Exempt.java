package coedit.web.limit;

import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Whom the limits of users and addresses do not hold for: a program that edits for many, a proxy.
 *
 * @param users by name
 * @param addresses as the server sees them
 */
public record Exempt(Set<String> users, Set<String> addresses) {

  /** This machine: an operator's tools, and a proxy on it, behind which everybody is. */
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");

  public Exempt {
    users = Set.copyOf(users);
    addresses = Set.copyOf(addresses);
  }

  /** As configured. */
  public static Exempt read(Config config) {
    return new Exempt(
        Set.copyOf(
            config.getOptionalValues("coedit.limits.exempt-users", String.class).orElse(List.of())),
        Set.copyOf(
            config
                .getOptionalValues("coedit.limits.exempt-addresses", String.class)
                .orElse(LOOPBACK)));
  }
}
