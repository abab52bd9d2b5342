package coedit.web.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class AddressBlockTest {

  @Test
  void anIpv4AddressIsOnePeerHoweverItIsWritten() {
    assertEquals("192.0.2.7", AddressBlock.of("192.0.2.7"));
    assertEquals("192.0.2.7", AddressBlock.of("::ffff:192.0.2.7"));
    assertEquals("192.0.2.7", AddressBlock.of("::ffff:c000:207"));
    assertEquals("192.0.2.7", AddressBlock.of("64:ff9b::192.0.2.7"));
    assertNotEquals(AddressBlock.of("64:ff9b::192.0.2.7"), AddressBlock.of("64:ff9b::192.0.2.8"));
  }

  @Test
  void allIpv6AddressesOfOneNetworkAreOnePeer() {
    String block = AddressBlock.of("2001:db8:1:2::1");
    assertEquals("2001:db8:1:2:0:0:0:0/64", block);
    assertEquals(block, AddressBlock.of("2001:0db8:0001:0002:ffff:ffff:ffff:ffff"));
    assertEquals(block, AddressBlock.of("2001:DB8:1:2:3:4:5:6"));
    assertNotEquals(block, AddressBlock.of("2001:db8:1:3::1"));
    assertNotEquals(block, AddressBlock.of("2001:db8:2:2::1"));
  }

  @Test
  void theInterfaceAnAddressWasSeenOnDoesNotMatter() {
    assertEquals(AddressBlock.of("fe80::1"), AddressBlock.of("fe80::2%no-such-interface"));
  }

  @Test
  void whatIsNoAddressStandsForItself() {
    for (String text : new String[] {"", "unknown", "_hidden", "proxy.example:8080", "a:b", ":"}) {
      assertEquals(text, AddressBlock.of(text));
    }
  }
}
