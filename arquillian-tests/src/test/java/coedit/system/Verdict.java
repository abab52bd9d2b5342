package coedit.system;

import coedit.system.Api.Committed;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How often a document's promises were broken, by what its authors saw, what every server shows and
 * what the database has.
 *
 * @param lost acknowledged, and not stored where the author was told (INV-1, INV-4)
 * @param doubled stored twice, or under a name that nobody was told of (INV-2)
 * @param reordered stored before what the same client had sent earlier (INV-5)
 * @param holes revisions that are missing (INV-3)
 * @param diverged servers, clients or rows that do not show what the log says (INV-8)
 * @param early shown to somebody, and not what was committed (INV-10)
 * @param late faults after whose end somebody waited longer than 15 s to go on (INV-13)
 */
record Verdict(
    long lost, long doubled, long reordered, long holes, long diverged, long early, long late) {

  static final Verdict CLEAN = new Verdict(0, 0, 0, 0, 0, 0, 0);

  private static final Duration QUIET = Duration.ofSeconds(30);

  /**
   * Compares when all is quiet.
   *
   * @param clients all that ever edited the document, each with its last answer
   * @param rows of the database: revision, client and sequence
   */
  static Verdict of(
      String document,
      Collection<TestClient> clients,
      List<? extends Node> nodes,
      List<String> rows) {
    List<Committed> log = Api.patiently(nodes.get(0), "alice", api -> api.operations(document));
    Map<String, Long> last = new HashMap<>();
    Set<String> names = new HashSet<>();
    TextReplica replay = new TextReplica(0, "");
    long doubled = Math.max(0, log.size() - History.acknowledged(clients));
    long reordered = 0;
    long holes = 0;
    for (int i = 0; i < log.size(); i++) {
      Committed each = log.get(i);
      holes += each.revision() == i + 1 ? 0 : 1;
      doubled += names.add(each.client() + " " + each.sequence()) ? 0 : 1;
      Long before = last.put(each.client(), each.sequence());
      reordered += before != null && before > each.sequence() ? 1 : 0;
      replay.take(i + 1, each.operation());
    }
    List<String> stored = log.stream().map(Verdict::line).toList();
    long lost = clients.stream().mapToLong(client -> lost(client, stored)).sum();
    long early = clients.stream().mapToLong(client -> early(client, stored)).sum();
    long diverged =
        different(stored, rows)
            + nodes.stream().filter(node -> !shows(node, document, log.size(), replay)).count()
            + clients.stream().filter(client -> !holds(client, replay)).count();
    return new Verdict(lost, doubled, reordered, holes, diverged, early, 0);
  }

  private static String line(Committed each) {
    return line(each.revision(), each.client(), each.sequence());
  }

  static String line(long revision, String client, long sequence) {
    return revision + " " + client + " " + sequence;
  }

  private static boolean isStored(List<String> stored, long revision, String line) {
    return revision <= stored.size() && stored.get((int) revision - 1).equals(line);
  }

  private static long lost(TestClient client, List<String> stored) {
    return client.acknowledged().stream()
        .filter(own -> own.revision() > 0)
        .filter(
            own ->
                !isStored(
                    stored, own.revision(), line(own.revision(), own.client(), own.sequence())))
        .count();
  }

  private static long early(TestClient client, List<String> stored) {
    return client.shown().entrySet().stream()
        .filter(shown -> !isStored(stored, shown.getKey(), shown.getValue()))
        .count();
  }

  private static long different(List<String> one, List<String> other) {
    int least = Math.min(one.size(), other.size());
    return Math.abs(one.size() - other.size())
        + IntStream.range(0, least).filter(i -> !Objects.equals(one.get(i), other.get(i))).count();
  }

  private static boolean shows(Node node, String document, long head, TextReplica replay) {
    Api.Content content = Api.patiently(node, "alice", api -> api.content(document));
    return content.revision() == head && content.text().equals(replay.text());
  }

  private static boolean holds(TestClient client, TextReplica replay) {
    client.awaitRevision(replay.revision(), QUIET);
    return client.text().equals(replay.text());
  }

  Verdict plus(Verdict other) {
    return new Verdict(
        lost + other.lost,
        doubled + other.doubled,
        reordered + other.reordered,
        holes + other.holes,
        diverged + other.diverged,
        early + other.early,
        late + other.late);
  }

  @Override
  public String toString() {
    return "lost %d, doubled %d, reordered %d, holes %d, diverged %d, shown before the commit %d, late to go on %d"
        .formatted(lost, doubled, reordered, holes, diverged, early, late);
  }
}
