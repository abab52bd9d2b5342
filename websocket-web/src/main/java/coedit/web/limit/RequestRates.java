package coedit.web.limit;

import org.eclipse.microprofile.config.Config;

/**
 * How many requests may come: of an address, before anybody looks at who asks, and of a user.
 *
 * @param signIns how often a user may sign in, by the very name that they have
 * @param exempt whom they do not hold for
 */
public record RequestRates(Rates ofAddress, Rates ofUser, Rates signIns, Exempt exempt) {

  private static final double SECONDS_OF_A_MINUTE = 60;

  /**
   * As configured.
   *
   * @throws IllegalArgumentException when a value is out of bounds; its name is in the message
   */
  static RequestRates read(Config config) {
    return new RequestRates(
        rates(config, "address-requests", 200, 2_000),
        rates(config, "requests", 50, 200),
        new Rates(
            setting(config, "sign-ins-per-minute", 20) / SECONDS_OF_A_MINUTE,
            setting(config, "sign-ins-burst", 60),
            System::nanoTime),
        Exempt.read(config));
  }

  private static Rates rates(Config config, String name, int perSecond, int burst) {
    return new Rates(
        setting(config, name + "-per-second", perSecond),
        setting(config, name + "-burst", burst),
        System::nanoTime);
  }

  private static int setting(Config config, String name, int standard) {
    String full = "coedit.limits." + name;
    int value = config.getOptionalValue(full, Integer.class).orElse(standard);
    if (value < 1) {
      throw new IllegalArgumentException(full + " is " + value + ", least is 1");
    }
    return value;
  }

  /** How many addresses and users are remembered; bounded. */
  public int names() {
    return ofAddress.names() + ofUser.names() + signIns.names();
  }

  /** Whether an address may send one more. */
  public boolean admitAddress(String address) {
    return exempt.addresses().contains(address) || ofAddress.take(AddressBlock.of(address));
  }

  /**
   * Whether somebody of this name may sign in once more. Costs nobody anything. Of somebody who has
   * spelt it otherwise that is found out after the password.
   */
  public boolean maySignIn(String user) {
    return exempt.users().contains(user) || signIns.has(user.stripTrailing());
  }

  /** Counts that somebody signs in; false when that is once too often. */
  public boolean admitSignIn(String user) {
    return exempt.users().contains(user) || signIns.take(user);
  }

  /** Whether a user may send one more. */
  public boolean admitUser(String user) {
    return exempt.users().contains(user) || ofUser.take(user);
  }
}
