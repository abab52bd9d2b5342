package coedit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Signals to whole process trees, and the promise that none outlives this JVM. */
public final class Processes {

  private static final Duration DEATH = Duration.ofSeconds(20);
  private static final Set<ProcessHandle> ROOTS = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ROOTS.forEach(Processes::kill)));
  }

  private Processes() {}

  static Process start(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      ROOTS.add(process.toHandle());
      return process;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Kills the tree as {@code kill -9} does, all at once, and waits until it is gone. */
  static void kill(ProcessHandle root) {
    List<ProcessHandle> tree = tree(root);
    tree.forEach(ProcessHandle::destroyForcibly);
    Await.until(
        "the end of " + root.pid(), DEATH, () -> tree.stream().noneMatch(ProcessHandle::isAlive));
    ROOTS.remove(root);
  }

  /** Asks the tree to end. */
  static void terminate(ProcessHandle root, Duration patience) {
    List<ProcessHandle> tree = tree(root);
    tree.forEach(ProcessHandle::destroy);
    Await.within(patience, () -> tree.stream().noneMatch(ProcessHandle::isAlive));
    kill(root);
  }

  /**
   * Sends a signal to each process of the tree, the root first so that it starts no more.
   *
   * @param name STOP or CONT
   */
  public static void signal(ProcessHandle root, String name) {
    send(name, Stream.of(root));
    send(name, root.descendants());
  }

  private static void send(String name, Stream<ProcessHandle> to) {
    to.forEach(
        process -> {
          try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
          }
        });
  }

  private static List<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }
}
