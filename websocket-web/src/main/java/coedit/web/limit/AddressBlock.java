package coedit.web.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The addresses that are one peer to limits. Who has an IPv6 address has the 2<sup>64</sup> beside
 * it as well, and could be somebody new with each request; so these are one. An IPv4 address is one
 * by itself, also where it is written as an IPv6 one (mapped, or by a translator's well-known
 * prefix, RFC 6052): else all of IPv4 would be one peer.
 */
public final class AddressBlock {

  private static final int NETWORK_BYTES = 8;
  private static final int EMBEDDED_AT = 12;
  private static final byte[] TRANSLATED = HexFormat.of().parseHex("0064ff9b" + "0000000000000000");

  private AddressBlock() {}

  /**
   * The name of the block of an address, as servers write addresses; never asks any name server.
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    int zone = address.indexOf('%');
    String bare = zone < 0 ? address : address.substring(0, zone);
    try {
      // In brackets it is an address or an error, and never a name to look up.
      InetAddress parsed = InetAddress.getByName("[" + bare + "]");
      return parsed instanceof Inet6Address ? ofIpv6(parsed.getAddress()) : parsed.getHostAddress();
    } catch (UnknownHostException notAnAddress) {
      return address;
    }
  }

  private static String ofIpv6(byte[] bytes) throws UnknownHostException {
    if (Arrays.equals(bytes, 0, EMBEDDED_AT, TRANSLATED, 0, EMBEDDED_AT)) {
      byte[] embedded = Arrays.copyOfRange(bytes, EMBEDDED_AT, bytes.length);
      return InetAddress.getByAddress(embedded).getHostAddress();
    }
    byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), bytes.length);
    return InetAddress.getByAddress(network).getHostAddress() + "/64";
  }
}
