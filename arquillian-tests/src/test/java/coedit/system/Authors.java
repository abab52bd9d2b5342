package coedit.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several clients of one document at work at the same time. */
final class Authors {

  private static final List<String> USERS = List.of("alice", "bob", "carol");

  private Authors() {}

  /** What one author does. */
  interface Work {
    void as(TestClient author, int number);
  }

  /** So many clients, spread over the servers; each knows them all. */
  static List<TestClient> join(int count, String document, List<? extends Node> nodes) {
    List<TestClient> authors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Node> order = new ArrayList<>(nodes);
      Collections.rotate(order, i);
      authors.add(TestClient.join(USERS.get(i % USERS.size()), document, order));
    }
    return authors;
  }

  /** Each works on a thread of its own; returns when all are done, fails when one does. */
  static void together(List<TestClient> authors, Work work) {
    begin(authors, work).end();
  }

  static Session begin(List<TestClient> authors, Work work) {
    ExecutorService threads = Executors.newFixedThreadPool(authors.size());
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < authors.size(); i++) {
      int number = i;
      running.add(threads.submit(() -> work.as(authors.get(number), number)));
    }
    threads.shutdown();
    return new Session(running);
  }

  /** Authors at work. */
  record Session(List<Future<?>> running) {

    /** Waits for all; what one of them threw is thrown here. */
    void end() {
      for (Future<?> author : running) {
        try {
          author.get();
        } catch (ExecutionException failed) {
          throw new AssertionError(failed.getCause());
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(interrupted);
        }
      }
    }
  }

  /** A letter more, or now and then one or two less, anywhere. */
  static String randomEdit(Random random, String text) {
    int length = text.codePointCount(0, text.length());
    if (length > 5 && random.nextInt(4) == 0) {
      int at = random.nextInt(length - 2);
      String deletion = "{\"d\":" + (1 + random.nextInt(2)) + "}";
      return at == 0 ? "[" + deletion + "]" : "[" + at + "," + deletion + "]";
    }
    String[] letters = {"a", "ß", "字", "😀", "\n", "\"", "word "};
    return TestClient.insertion(
        random.nextInt(length + 1), letters[random.nextInt(letters.length)]);
  }
}
