package coedit.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes bytes on to a port of this machine until the host behind it "vanishes": connections stay
 * open, and nothing comes any more. Those connections never come back; new ones do.
 */
final class SilentProxy implements AutoCloseable {

  private final int target;
  private final ServerSocket listening;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile AtomicBoolean vanished = new AtomicBoolean();

  private SilentProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static SilentProxy before(int target) {
    try {
      SilentProxy proxy = new SilentProxy(target);
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

  private void accept() {
    try {
      while (true) {
        Socket near = listening.accept();
        sockets.add(near);
        AtomicBoolean silent = vanished;
        if (!silent.get()) {
          Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
          sockets.add(far);
          daemon(() -> pass(near, far, silent));
          daemon(() -> pass(far, near, silent));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void pass(Socket from, Socket to, AtomicBoolean silent) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(buffer);
      while (read > 0 && !silent.get()) {
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
      if (!silent.get()) {
        to.shutdownOutput();
      }
    } catch (IOException gone) {
      // So is the connection on the other side, unless it has to look alive.
    }
  }

  private static void daemon(Runnable loop) {
    Thread thread = new Thread(loop, "silent-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException ignored) {
      // Nothing depends on it any more.
    }
  }
}
