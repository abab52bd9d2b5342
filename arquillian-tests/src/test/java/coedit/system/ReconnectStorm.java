package coedit.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * A server with as many people as it is told dies and comes back: all of them reconnect by the
 * page's own client library, spread over time, and the server stays up. Prints what was measured.
 *
 * <p>On demand, by {@code mvn verify -pl arquillian-tests -am -Dit.test=ReconnectStorm
 * -Dfailsafe.failIfNoSpecifiedTests=false}. Options: {@code -Dcoedit.storm.clients} (2,000).
 */
final class ReconnectStorm {

  private static final int CLIENTS = Integer.getInteger("coedit.storm.clients", 2_000);
  private static final int READERS_EACH = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration CALM = Duration.ofSeconds(10);
  private static final List<String> USERS = List.of("alice", "bob", "carol");

  @Test
  void everybodyComesBackSpreadOverTime() throws IOException {
    try (LibertyServer server =
        new LibertyServer("storm", Map.of("COEDIT_LIMITS_EXEMPT_USERS", String.join(",", USERS)))) {
      run(server.launch().awaitReady());
    }
  }

  private static void run(LibertyServer server) throws IOException {
    Process crowd = Processes.start(crowd(server));
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(crowd.getInputStream(), StandardCharsets.UTF_8))) {
      report("first arrival", await(said, ReconnectStorm::isEverybodyThere));
      watch(said, CALM);
      Duration cpu = server.cpu();
      server.kill();
      await(said, each -> each.get("online").asInt() == 0);
      long down = System.nanoTime();
      server.launch().awaitReady();
      System.out.printf("away for %.1f s%n", (System.nanoTime() - down) / 1e9);
      report("return", await(said, ReconnectStorm::isEverybodyThere));
      System.out.printf(
          "processor time of the server until then: %.1f s (before: %.1f s)%n",
          server.cpu().toMillis() / 1e3, cpu.toMillis() / 1e3);
      watch(said, CALM);
      System.out.println(Gauges.of(server));
    } finally {
      Processes.kill(crowd.toHandle());
    }
  }

  private static boolean isEverybodyThere(JsonNode now) {
    return now.get("open").asInt() == CLIENTS;
  }

  private static ProcessBuilder crowd(LibertyServer server) throws IOException {
    List<String> people = new ArrayList<>();
    List<String> documents = new ArrayList<>();
    USERS.forEach(user -> people.add(Api.signIn(server, user).cookieHeader()));
    for (int i = 0; i < (CLIENTS + READERS_EACH - 1) / READERS_EACH; i++) {
      documents.add(Api.signIn(server, "alice").createText("storm " + i));
    }
    ProcessBuilder node =
        new ProcessBuilder(
            "node",
            "storm.mjs",
            ClientLibrary.bundled().toString(),
            Integer.toString(CLIENTS),
            Api.JSON.valueToTree(people).toString(),
            server.address().toString(),
            Api.JSON.valueToTree(documents).toString());
    return node.directory(Path.of("src/test/node").toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Reads until something is so, and gives the moments at which somebody came online. */
  private static List<Long> await(BufferedReader said, Predicate<JsonNode> condition) {
    List<Long> arrivals = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode now;
    do {
      now = next(said);
      now.get("arrivals").forEach(at -> arrivals.add(at.asLong()));
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE + ": " + now);
      }
    } while (!condition.test(now));
    return arrivals;
  }

  /** Everybody stays for so long. */
  private static void watch(BufferedReader said, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      JsonNode now = next(said);
      if (!isEverybodyThere(now) || !now.get("arrivals").isEmpty()) {
        throw new AssertionError("somebody has left: " + now.get("open"));
      }
    }
  }

  private static JsonNode next(BufferedReader said) {
    try {
      String line = said.readLine();
      if (line == null) {
        throw new IllegalStateException("the crowd has ended");
      }
      return Api.json(line);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void report(String what, List<Long> arrivals) {
    long first = arrivals.stream().mapToLong(at -> at).min().orElseThrow();
    Map<Long, Integer> seconds = new TreeMap<>();
    arrivals.forEach(at -> seconds.merge((at - first) / 1_000, 1, Integer::sum));
    System.out.printf("%s: %d, by second %s%n", what, arrivals.size(), seconds);
  }
}
