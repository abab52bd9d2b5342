package coedit.core.cluster.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.instance.EndpointQualifier;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HazelcastSettingsTest {

  private static final List<String> MEMBERS = List.of("10.0.7.2:5701", "10.0.7.3:5701");

  private static InterfacesConfig interfaces(Optional<String> host) {
    Config config = new HazelcastSettings(MEMBERS, host, 5701, 1, false).config("name");
    return config
        .getAdvancedNetworkConfig()
        .getEndpointConfigs()
        .get(EndpointQualifier.MEMBER)
        .getInterfaces();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.7.2", "10.0.7.*", "10.0.1-9.2", "fd00::7:2", "::1"})
  void theMemberPortIsOpenOnTheNamedInterfaceAlone(String host) {
    InterfacesConfig interfaces = interfaces(Optional.of(host));
    assertTrue(interfaces.isEnabled());
    assertEquals(List.of(host), List.copyOf(interfaces.getInterfaces()));
  }

  @Test
  void withoutANameTheListOfMembersSaysWhichInterfaceItIs() {
    assertFalse(interfaces(Optional.empty()).isEnabled());
  }

  @Test
  void aServerWithoutTheNamedAddressDoesNotStart() throws SocketException {
    Config config =
        new HazelcastSettings(MEMBERS, Optional.of(notHere() + "*"), 5701, 1, false)
            .config("elsewhere");
    assertThrows(RuntimeException.class, () -> Hazelcast.newHazelcastInstance(config));
  }

  /** Its owner went, and nobody edits it any more: nobody else would take its entry away. */
  @Test
  void anEntryThatNobodyUsesGoesByItself() {
    Config config = new HazelcastSettings(MEMBERS, Optional.empty(), 5701, 1, false).config("name");
    assertEquals(3_600, config.findMapConfig(HazelcastSettings.DOCUMENTS).getMaxIdleSeconds());
  }

  /** A call whose backup is not there in time has succeeded, and must not be taken for lost. */
  @Test
  void aBackupIsGivenUpBeforeTheCallIs() {
    Config config = new HazelcastSettings(MEMBERS, Optional.empty(), 5701, 1, false).config("name");
    String millis = config.getProperty("hazelcast.operation.backup.timeout.millis");
    // It is looked for once a second, and calls are given up after six.
    assertTrue(Integer.parseInt(millis) + 2_000 < 6_000, millis);
  }

  /** A network for documentation (RFC 5737) that this machine has no address of; some do. */
  private static String notHere() throws SocketException {
    List<String> here =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .map(InetAddress::getHostAddress)
            .toList();
    return Stream.of("192.0.2.", "198.51.100.", "203.0.113.")
        .filter(network -> here.stream().noneMatch(address -> address.startsWith(network)))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "docs.example.org", "10.0.7.2:5701", "10.0.7", "eth0", "127.0.0.1,10.0.7.2"})
  void whatIsNoAddressIsNoSetting(String wrong) {
    assertThrows(IllegalArgumentException.class, () -> interfaces(Optional.of(wrong)), wrong);
  }
}
