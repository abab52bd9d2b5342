package coedit.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Passes bytes on to an address, and does to them what networks do: delays them, resets
 * connections, or lets the host behind "vanish": connections stay open and nothing comes any more.
 * Connections that were open then never come back; new ones do.
 */
final class FaultyProxy implements AutoCloseable {

  private final Supplier<InetSocketAddress> target;
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile AtomicBoolean vanished = new AtomicBoolean();
  private volatile Duration delay = Duration.ZERO;

  private FaultyProxy(String host, Supplier<InetSocketAddress> target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket();
    listening.bind(new InetSocketAddress(host, 0), 50);
  }

  /** A proxy on loopback. */
  static FaultyProxy before(int target) {
    return before(target, InetAddress.getLoopbackAddress().getHostAddress());
  }

  /** A proxy on an address of this machine. */
  static FaultyProxy before(int target, String host) {
    return between(host, InetAddress.getLoopbackAddress().getHostAddress(), target);
  }

  /** A proxy on one address of this machine before a port of another. */
  static FaultyProxy between(String host, String target, int port) {
    InetSocketAddress address = new InetSocketAddress(target, port);
    return to(host, () -> address);
  }

  /** A proxy on an address of this machine that asks for each connection where it leads. */
  static FaultyProxy to(String host, Supplier<InetSocketAddress> target) {
    try {
      FaultyProxy proxy = new FaultyProxy(host, target);
      daemon(proxy::accept);
      return proxy;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on nothing is heard, neither on open connections nor on new ones. */
  void vanish() {
    vanished.set(true);
  }

  /** New connections are passed on again. */
  void comeBack() {
    vanished = new AtomicBoolean();
  }

  /** What comes in either direction is passed on so much later. */
  void delay(Duration time) {
    delay = time;
  }

  /** Ends every connection with a reset. */
  void reset() {
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException alreadyGone) {
        // That was wanted.
      }
    }
    sockets.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listening.accept();
        near.setTcpNoDelay(true);
        sockets.add(near);
        AtomicBoolean silent = vanished;
        if (!silent.get()) {
          forward(near, silent);
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void forward(Socket near, AtomicBoolean silent) throws IOException {
    try {
      InetSocketAddress there = target.get();
      Socket far = new Socket(there.getAddress(), there.getPort());
      far.setTcpNoDelay(true);
      sockets.add(far);
      daemon(() -> pass(near, far, silent));
      daemon(() -> pass(far, near, silent));
    } catch (IOException refused) {
      near.close();
    }
  }

  private void pass(Socket from, Socket to, AtomicBoolean silent) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(buffer);
      while (read > 0 && !silent.get()) {
        Await.pause(delay);
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
      if (!silent.get()) {
        to.shutdownOutput();
      }
    } catch (IOException gone) {
      if (!silent.get()) {
        close(from);
        close(to);
      }
    }
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // That was wanted.
    }
  }

  private static void daemon(Runnable loop) {
    Thread thread = new Thread(loop, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException ignored) {
      // Nothing depends on it any more.
    }
    sockets.forEach(this::close);
  }
}
