package coedit.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Just enough of a server to play against: sign-in, documents, and the native protocol for {@code
 * text} documents. Blocking, a thread per connection, nothing durable.
 */
public final class FakeServer implements AutoCloseable {

  private final ServerSocket listening;
  private final Map<String, FakeDocument> documents = new ConcurrentHashMap<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  public FakeServer(int port) throws IOException {
    listening = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
    start(this::accept, "accept");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  int newId() {
    return ids.incrementAndGet();
  }

  FakeDocument create() {
    FakeDocument document = new FakeDocument("document-" + newId());
    documents.put(document.id(), document);
    start(document::flushForEver, "flush");
    return document;
  }

  FakeDocument document(String id) {
    return documents.get(id);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        accepted.add(socket);
        start(new FakeConnection(this, socket), "connection");
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, "fake " + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
      documents.values().forEach(FakeDocument::stop);
      for (Socket socket : accepted) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be run beside the generator, to see what the generator itself can take. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(new FakeServer(Integer.parseInt(arguments[0])).url());
    Thread.currentThread().join();
  }
}
