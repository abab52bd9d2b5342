package coedit.bench.load;

import coedit.bench.load.socket.Handshake;
import coedit.bench.load.socket.SocketLoop;
import coedit.bench.load.wire.ClientMessages;
import coedit.bench.load.wire.MessageReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** All connections of a run. Called from the main thread; what it holds lives on the loop's. */
final class Fleet implements AutoCloseable {

  /** How many connections may be opening at once: a server's accept queue is short. */
  private static final int OPENING_AT_ONCE = 50;

  private static final Duration HEARTBEAT = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final SocketLoop loop = new SocketLoop();
  private final MessageReader reader = new MessageReader();
  private final Measurement measurement = new Measurement();

  /** Grows while the heartbeat reads it. */
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  private final List<Editor> editors = new CopyOnWriteArrayList<>();
  private final Handshake handshake;

  Fleet(Handshake handshake) throws IOException {
    this.handshake = handshake;
    loop.execute(this::heartbeat);
  }

  Measurement measurement() {
    return measurement;
  }

  /** Joins a document with so many editors and readers. */
  void join(String document, int editing, int reading, int clockCapacity) {
    DocumentClock clock = new DocumentClock(document, clockCapacity);
    for (int i = 0; i < editing; i++) {
      Editor editor = new Editor(clock, reader, measurement, loop);
      editors.add(editor);
      open(editor);
    }
    for (int i = 0; i < reading; i++) {
      open(new Follower(clock, reader, measurement));
    }
  }

  private void open(Follower follower) {
    followers.add(follower);
    loop.connect(handshake, follower);
    int behind = followers.size() - OPENING_AT_ONCE;
    if (behind >= 0) {
      followers.get(behind).whenJoined().join();
    }
  }

  /** Waits until every connection has its document's state. */
  void awaitJoined() {
    followers.forEach(follower -> follower.whenJoined().join());
  }

  /** Lets all editors type at this rate of each. */
  void type(double perSecondAndEditor) {
    loop.execute(() -> editors.forEach(editor -> editor.start(perSecondAndEditor)));
  }

  void openWindow() {
    loop.call(this::openNow).join();
  }

  private boolean openNow() {
    measurement.open(System.nanoTime());
    return true;
  }

  void closeWindow() {
    loop.call(this::closeNow).join();
  }

  private boolean closeNow() {
    measurement.close(System.nanoTime());
    return true;
  }

  /** Waits, without a thread asleep in the loop's way. */
  void await(Duration time) {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    long due = System.nanoTime() + time.toNanos();
    loop.execute(() -> loop.at(due, () -> over.complete(true)));
    over.join();
  }

  /** Stops typing and waits until every session has seen everything (INV-8, by revision). */
  void settle() {
    CompletableFuture<Boolean> settled = new CompletableFuture<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    loop.execute(
        () -> {
          editors.forEach(Editor::stop);
          glance(settled, deadline);
        });
    if (!settled.join()) {
      measurement.incident("sessions did not reach one revision");
    }
  }

  private void glance(CompletableFuture<Boolean> settled, long deadline) {
    if (isQuiet()) {
      settled.complete(true);
    } else if (System.nanoTime() > deadline) {
      settled.complete(false);
    } else {
      loop.at(System.nanoTime() + GLANCE.toNanos(), () -> glance(settled, deadline));
    }
  }

  private boolean isQuiet() {
    Map<String, Long> heads = new HashMap<>();
    return editors.stream().allMatch(Editor::isSettled)
        && followers.stream()
            .allMatch(
                one -> {
                  Long head = heads.putIfAbsent(one.document(), one.revision());
                  return head == null || head == one.revision();
                });
  }

  private void heartbeat() {
    byte[] ping = ClientMessages.ping();
    followers.forEach(follower -> follower.send(ping));
    loop.at(System.nanoTime() + HEARTBEAT.toNanos(), this::heartbeat);
  }

  @Override
  public void close() {
    loop.call(
            () -> {
              followers.forEach(Follower::disconnect);
              return true;
            })
        .join();
    loop.close();
  }
}
