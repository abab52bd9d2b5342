package coedit.core.cluster.hazelcast;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Finds out who listens where a member should be, and is none. */
final class Strangers {

  private static final int PATIENCE_MILLIS = 1_000;

  /** What members begin with. Whoever is awake answers it, or hangs up. */
  private static final byte[] GREETING = "HZC".getBytes(StandardCharsets.US_ASCII);

  private final List<String> expected;

  /**
   * @param expected host:port of all members
   */
  Strangers(List<String> expected) {
    this.expected = expected.stream().filter(one -> one.matches(".+:\\d{1,5}")).toList();
  }

  /** Who of the expected ones listens, and is not among these. */
  List<String> besides(Collection<InetSocketAddress> members) {
    return expected.stream()
        .filter(one -> !members.contains(address(one)) && listens(address(one)))
        .toList();
  }

  /** Who of the expected ones listens and says nothing, as members do that stand still. */
  List<String> silent() {
    return expected.stream().filter(one -> isSilent(address(one))).toList();
  }

  private static boolean isSilent(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return hearsNothing(socket);
    } catch (IOException nobody) {
      return false;
    }
  }

  private static boolean hearsNothing(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(GREETING);
    try {
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException silence) {
      return true;
    }
  }

  private static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  private static boolean listens(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, PATIENCE_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
