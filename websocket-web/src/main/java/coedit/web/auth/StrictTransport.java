package coedit.web.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a browser that has come by HTTPS is to come by nothing else (RFC 6797). Off unless the
 * operator says so: it holds for every port of a host's name, and cannot be taken back for browsers
 * that have heard it.
 *
 * @param maxAge none: browsers are told nothing; zero: they are to forget it
 */
public record StrictTransport(Optional<Duration> maxAge) {

  private static final String THIS_MACHINE = "localhost";

  public StrictTransport {
    if (maxAge.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("coedit.https.hsts is " + maxAge.get() + ", least is 0");
    }
  }

  /**
   * The value of the header, if an answer is to have it. Not in plain HTTP, where browsers must not
   * believe it; and not for this machine by name, whose other servers speak plain HTTP.
   */
  Optional<String> value(boolean secure, String host) {
    boolean thisMachine = host.equals(THIS_MACHINE) || host.endsWith("." + THIS_MACHINE);
    return maxAge.filter(age -> secure && !thisMachine).map(age -> "max-age=" + age.toSeconds());
  }
}
