package coedit.web.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * How long things last, and what happens to copied tokens.
 *
 * @param token an access token; at most ten minutes, because it says what groups its owner is in
 * @param session a sign-in, however often it is renewed
 * @param reuseEndsAll whether a refresh token that comes back ends all sign-ins of its owner, not
 *     just the one it was copied from
 * @param most how many sign-ins of one user live at once; the oldest ends for one more
 * @param fresh how long after its beginning a sign-in is good for critical calls; empty: always
 */
public record AuthSettings(
    Duration token, Duration session, boolean reuseEndsAll, int most, Optional<Duration> fresh) {

  private static final Duration LONGEST_TOKEN = Duration.ofMinutes(10);

  public AuthSettings {
    if (token.isNegative() || token.isZero() || token.compareTo(LONGEST_TOKEN) > 0) {
      throw new IllegalArgumentException("an access token lives up to ten minutes, not " + token);
    }
    if (most < 1) {
      throw new IllegalArgumentException("coedit.session.most is " + most + ", least is 1");
    }
    if (session.compareTo(token) < 0) {
      throw new IllegalArgumentException("a sign-in outlives its access token, not " + session);
    }
  }
}
