package coedit.bench.load.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one thread on which all connections and their owners live, so none of them needs a lock.
 *
 * <p>Timers are exact to some microseconds: within the last millisecond before one is due, the
 * selector is polled instead of waited for.
 */
public final class SocketLoop implements AutoCloseable {

  private static final int RECEIVE_BYTES = 256 * 1024;
  private static final long MILLISECOND = 1_000_000;

  private record Timer(long due, Runnable action) {}

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::due));
  private final SplittableRandom masks = new SplittableRandom();
  private byte[] inbound = new byte[RECEIVE_BYTES];
  private ByteBuffer outbound = ByteBuffer.allocateDirect(64 * 1024);
  private volatile boolean running = true;

  public SocketLoop() throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, "sockets");
    thread.start();
  }

  /** Runs something on the loop's thread, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs something on the loop's thread and gives its result. */
  public <T> CompletableFuture<T> call(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(
        () -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Runs something at a time of {@link System#nanoTime()}. On the loop's thread only. */
  public void at(long nanoTime, Runnable action) {
    timers.add(new Timer(nanoTime, action));
  }

  /** Begins to connect; the listener hears how it goes on. */
  public void connect(Handshake handshake, SocketListener listener) {
    execute(
        () -> {
          try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ClientSocket socket = new ClientSocket(this, channel, handshake, listener);
            channel.connect(
                new InetSocketAddress(handshake.uri().getHost(), handshake.uri().getPort()));
            socket.ready();
          } catch (IOException | RuntimeException e) {
            listener.closed(e.toString());
          }
        });
  }

  @Override
  public void close() {
    running = false;
    selector.wakeup();
    try {
      thread.join();
      selector.close();
    } catch (IOException e) {
      report(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (running) {
      try {
        select();
      } catch (IOException | RuntimeException e) {
        report(e);
      }
    }
    selector.keys().forEach(key -> ((ClientSocket) key.attachment()).close());
  }

  private void select() throws IOException {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    long wait = runDueTimers();
    if (wait >= MILLISECOND) {
      selector.select(key -> ((ClientSocket) key.attachment()).ready(), wait / MILLISECOND);
    } else {
      selector.selectNow(key -> ((ClientSocket) key.attachment()).ready());
    }
  }

  /** Runs what is due and returns the nanoseconds until the next timer. */
  private long runDueTimers() {
    for (Timer next = timers.peek(); next != null; next = timers.peek()) {
      long wait = next.due() - System.nanoTime();
      if (wait > 0) {
        return wait;
      }
      timers.remove().action().run();
    }
    return 100 * MILLISECOND;
  }

  Selector selector() {
    return selector;
  }

  /** The receive buffer, which all connections share, with room after {@code kept} bytes. */
  byte[] inbound(int kept) {
    if (inbound.length < kept + RECEIVE_BYTES / 2) {
      inbound = new byte[2 * (kept + RECEIVE_BYTES)];
    }
    return inbound;
  }

  /** A masked frame (RFC 6455, section 5.2), valid until the next call. */
  ByteBuffer frame(int opcode, byte[] bytes, int from, int to) {
    int length = to - from;
    if (outbound.capacity() < length + 14) {
      outbound = ByteBuffer.allocateDirect(2 * length + 14);
    }
    ByteBuffer frame = outbound.clear().put((byte) (0x80 | opcode));
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else if (length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    int mask = masks.nextInt();
    frame.putInt(mask);
    for (int i = 0; i < length; i++) {
      frame.put((byte) (bytes[from + i] ^ (mask >>> (24 - 8 * (i & 3)))));
    }
    return frame.flip();
  }

  void report(Exception e) {
    System.err.println("generator: " + e);
  }
}
