package coedit.core.service;

import java.util.regex.Pattern;

/** What this machine calls itself, and no name server is asked about. */
public final class Loopback {

  private static final Pattern NAME =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]", Pattern.CASE_INSENSITIVE);

  private Loopback() {}

  /** Whether a host's name or address is this machine's own. */
  public static boolean isName(String host) {
    return NAME.matcher(host).matches();
  }
}
