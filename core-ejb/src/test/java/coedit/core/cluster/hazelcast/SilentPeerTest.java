package coedit.core.cluster.hazelcast;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.spi.properties.ClusterProperty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Something listens where a member should be, and never says a word. */
class SilentPeerTest {

  @Test
  void aStartingMemberWaitsForItABoundedTimeAndSaysWhoItIs() throws IOException {
    int port = freePort();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String there = "127.0.0.1:" + silent.getLocalPort();
      HazelcastSettings settings =
          new HazelcastSettings(
              List.of(there, "127.0.0.1:" + port), Optional.of("127.0.0.1"), port, 1, false);
      Config config = settings.config("silent-peer");
      String most = config.getProperty(ClusterProperty.MAX_JOIN_SECONDS.getName());
      assertTrue(Integer.parseInt(most) <= 60, "as Hazelcast has it, it waits for five minutes");
      config.setProperty(ClusterProperty.MAX_JOIN_SECONDS.getName(), "2");
      config.setProperty(ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT.getName(), "1");
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class, () -> HazelcastMember.started(config, settings));
      assertTrue(refused.getMessage().startsWith("[" + there + "] of"), refused.getMessage());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
