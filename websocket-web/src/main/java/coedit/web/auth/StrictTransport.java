package coedit.web.auth;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What browsers are told that have come by HTTPS: for how long to come by nothing else (RFC 6797).
 * Liberty says it in every answer over HTTPS, also in those that are not the application's. Off
 * unless the operator says so: it holds for every port of a host's name, and is hard to take back
 * from browsers that have heard it.
 *
 * @param value of the header; none: browsers are told nothing
 */
public record StrictTransport(Optional<String> value) {

  private static final Pattern VALUE =
      Pattern.compile("max-age=\\d{1,10}(; ?includeSubDomains)?(; ?preload)?");

  private static final String THIS_MACHINE = "localhost";
  private static final String FORGET = "max-age=0";

  public StrictTransport {
    if (value.filter(text -> !VALUE.matcher(text).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "coedit.https.hsts is %s, not such as max-age=31536000".formatted(value.get()));
    }
  }

  /**
   * What an answer is to have in place of the setting, if anything: this machine by name has other
   * servers, which speak plain HTTP.
   */
  Optional<String> instead(boolean secure, String host) {
    boolean thisMachine = host.equals(THIS_MACHINE) || host.endsWith("." + THIS_MACHINE);
    return value.filter(any -> secure && thisMachine).map(any -> FORGET);
  }
}
