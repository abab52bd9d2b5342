package coedit.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * People who type while things break: each inserts tokens of their own, waits for the
 * acknowledgement as long as it takes, goes to another server when theirs says nothing, and notes
 * when each came.
 */
final class FaultLoad implements AutoCloseable {

  private static final Duration SILENCE = Duration.ofSeconds(4);
  private static final int PAUSE_MILLIS = 150;

  /** An acknowledgement that came at a time, so long after its operation was sent. */
  private record Acknowledgement(long at, long took) {}

  /**
   * What came between two moments.
   *
   * @param silenceMillis the longest time in which some document got no acknowledgement
   */
  record Window(long count, double perSecond, long p50Millis, long p99Millis, long silenceMillis) {}

  private final List<? extends Node> nodes;
  private final List<String> documents = new ArrayList<>();
  private final List<TestClient> authors = new ArrayList<>();
  private final Map<String, Queue<Acknowledgement>> came = new ConcurrentHashMap<>();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final Authors.Session session;

  private FaultLoad(List<? extends Node> nodes, int documents, int authorsEach, long seed) {
    this.nodes = nodes;
    for (int i = 0; i < documents; i++) {
      String document = Api.signIn(nodes.get(0), "alice").createText("faults " + i);
      this.documents.add(document);
      came.put(document, new ConcurrentLinkedQueue<>());
      authors.addAll(Authors.join(authorsEach, document, nodes));
    }
    this.session = Authors.begin(authors, (author, number) -> type(author, number, seed));
  }

  static FaultLoad begin(List<? extends Node> nodes, int documents, int authorsEach, long seed) {
    return new FaultLoad(nodes, documents, authorsEach, seed);
  }

  private void type(TestClient author, int number, long seed) {
    Random random = new Random(seed + number);
    for (int i = 0; !enough.get(); i++) {
      String token = "<" + number + "." + i + ">";
      long begun = System.nanoTime();
      author.begin(text -> List.of(TestClient.insertion(gap(random, text), token)));
      while (!author.settled(SILENCE)) {
        author.cut();
      }
      long now = System.nanoTime();
      came.get(author.document()).add(new Acknowledgement(now, now - begun));
      Await.pause(Duration.ofMillis(PAUSE_MILLIS / 2 + random.nextInt(PAUSE_MILLIS)));
    }
  }

  /** Between two tokens, so that each stays whole. */
  private static int gap(Random random, String text) {
    return text.isEmpty() ? 0 : text.indexOf('>', random.nextInt(text.length())) + 1;
  }

  List<String> documents() {
    return List.copyOf(documents);
  }

  /** How many operations each author has had acknowledged. */
  List<Integer> progress() {
    return authors.stream().map(author -> author.acknowledged().size()).toList();
  }

  /** Authors who have not had two operations more acknowledged since. */
  List<TestClient> whoHasNotMovedOnSince(List<Integer> before) {
    List<Integer> now = progress();
    return IntStream.range(0, now.size())
        .filter(i -> now.get(i) <= before.get(i) + 1)
        .mapToObj(authors::get)
        .toList();
  }

  /** What came between two moments of {@code System.nanoTime}. */
  Window window(long from, long to) {
    List<Acknowledgement> inside =
        came.values().stream()
            .flatMap(Queue::stream)
            .filter(each -> each.at() >= from && each.at() < to)
            .toList();
    long[] took = inside.stream().mapToLong(Acknowledgement::took).sorted().toArray();
    long silence =
        came.values().stream().mapToLong(queue -> silence(queue, from, to)).max().orElse(0);
    return new Window(
        took.length,
        took.length / ((to - from) / 1e9),
        percentile(took, 50),
        percentile(took, 99),
        silence / 1_000_000);
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100] / 1_000_000;
  }

  private static long silence(Queue<Acknowledgement> queue, long from, long to) {
    long[] times =
        LongStream.concat(
                LongStream.of(from, to),
                queue.stream().mapToLong(Acknowledgement::at).filter(at -> at > from && at < to))
            .sorted()
            .toArray();
    long longest = 0;
    for (int i = 1; i < times.length; i++) {
      longest = Math.max(longest, times[i] - times[i - 1]);
    }
    return longest;
  }

  /**
   * Ends the typing, waits until every author has the last answer, and compares what they were told
   * with every server's content, with the log and with the rows of the database.
   */
  Verdict endAndJudge(StoredRows stored) {
    enough.set(true);
    session.end();
    Verdict all = Verdict.CLEAN;
    for (String document : documents) {
      List<TestClient> its =
          authors.stream().filter(author -> author.document().equals(document)).toList();
      all = all.plus(Verdict.of(document, its, nodes, stored.operations(document)));
    }
    return all;
  }

  /** How many operations were acknowledged and changed something. */
  long operations() {
    return History.acknowledged(authors);
  }

  /** The last revision that anybody was shown, of each document. */
  Map<String, Long> shown() {
    return authors.stream()
        .collect(
            Collectors.toMap(TestClient::document, TestClient::revision, Math::max, TreeMap::new));
  }

  int reconnects() {
    return authors.stream().mapToInt(TestClient::reconnects).sum();
  }

  @Override
  public void close() {
    enough.set(true);
    authors.forEach(TestClient::close);
  }
}
