package coedit.core.ejb;

import coedit.core.cluster.hazelcast.HazelcastSettings;
import coedit.core.commit.Committer;
import coedit.core.lane.LaneSettings;
import coedit.core.member.MemberParts.Limits;
import coedit.core.room.RoomSettings;
import coedit.core.service.Loopback;
import coedit.model.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The core's settings, read and checked once at start-up; the names and defaults are listed in
 * {@code docs/operations.md}.
 *
 * @param configDirectory where {@code server.xml} and other settings are, if that is known
 * @param shards how many shards a new store gets
 * @param cluster the cluster to join; none: this server stands alone
 * @param replica whether there is a read replica of the database
 * @param mapTime how long the others may take to answer a call to the cluster's map
 * @param newDocuments what everybody signed in may do with a new document
 * @param typeTime how long a document's type may take for one operation
 * @param requireDurable whether to refuse a database that may lose commits
 */
record CoreSettings(
    Path dataDirectory,
    Optional<String> configDirectory,
    boolean demo,
    int shards,
    Optional<HazelcastSettings> cluster,
    boolean replica,
    Duration mapTime,
    Access newDocuments,
    boolean requireDurable,
    Duration typeTime,
    Limits limits) {

  private static final Pattern HOST_OF_ORIGIN = Pattern.compile("https?://(.+?)(:[0-9*]+)?");

  /** Twice the largest document: less would not let anybody read it where it is put in order. */
  private static final long LEAST_OPEN_BYTES = 2L * (16 << 20);

  static CoreSettings read(Config config) {
    boolean demo = value(config, "coedit.demo", Boolean.class, false);
    if (demo) {
      requireLoopback(config, "coedit.http.host");
      requireLoopback(config, "coedit.https.host");
      requireLoopbackOrigins(config, "coedit.origins");
      requireLoopbackOrigins(config, "coedit.embed.origins");
    }
    return new CoreSettings(
        Path.of(value(config, "coedit.data.dir", String.class, "data")),
        config.getOptionalValue("coedit.server-config", String.class),
        demo,
        bounded(config, "coedit.store.shards", 64, 1, 4_096),
        cluster(config),
        hasReplica(config),
        seconds(config, "coedit.cluster.timeout", Duration.ofSeconds(6)),
        newDocuments(config, demo),
        value(config, "coedit.db.require-durable", Boolean.class, false),
        seconds(config, "coedit.plugins.timeout", Duration.ofSeconds(10)),
        new Limits(lanes(config), rooms(config), commits(config)));
  }

  /** The demo's passwords are known to everybody. */
  private static void requireLoopback(Config config, String name) {
    String host = value(config, name, String.class, "127.0.0.1");
    if (!Loopback.isName(host)) {
      throw new IllegalArgumentException(
          "coedit.demo=true is for this machine only: set %s to 127.0.0.1, not %s"
              .formatted(name, host));
    }
  }

  private static void requireLoopbackOrigins(Config config, String name) {
    for (String origin : config.getOptionalValues(name, String.class).orElse(List.of())) {
      Matcher host = HOST_OF_ORIGIN.matcher(origin);
      if (!host.matches() || !Loopback.isName(host.group(1))) {
        throw new IllegalArgumentException(
            "coedit.demo=true is for this machine only: %s may not have %s"
                .formatted(name, origin));
      }
    }
  }

  /** Without one its address is that of the database. */
  private static boolean hasReplica(Config config) {
    String replica = value(config, "coedit.db.replica.url", String.class, "");
    return !replica.isBlank() && !replica.equals(value(config, "coedit.db.url", String.class, ""));
  }

  private static LaneSettings lanes(Config config) {
    LaneSettings defaults = LaneSettings.defaults();
    return new LaneSettings(
        bounded(config, "coedit.pending.operations", defaults.maxPendingOperations(), 1, 1_000_000),
        bounded(config, "coedit.pending.bytes", (int) defaults.maxPendingBytes(), 1_024, 1 << 30),
        bounded(config, "coedit.waiting.submissions", defaults.maxWaiting(), 1, 1_000_000),
        bounded(config, "coedit.waiting.bytes", (int) defaults.maxWaitingBytes(), 1_024, 1 << 30),
        bounded(config, "coedit.limits.payload", defaults.maxPayloadBytes(), 1_024, 1 << 26),
        bounded(config, "coedit.rebase.operations", defaults.maxRebase(), 1, 100_000),
        bounded(config, "coedit.snapshot.operations", defaults.snapshotOperations(), 1, 1 << 30),
        bounded(config, "coedit.snapshot.bytes", (int) defaults.snapshotBytes(), 1_024, 1 << 30),
        seconds(config, "coedit.document.idle", defaults.idle()));
  }

  private static RoomSettings rooms(Config config) {
    RoomSettings defaults = RoomSettings.defaults();
    return new RoomSettings(
        bounded(config, "coedit.tail.operations", defaults.tailOperations(), 1_000, 1_000_000),
        bounded(config, "coedit.tail.bytes", (int) defaults.tailBytes(), 1_024, 1 << 30),
        defaults.maxEarly(),
        bounded(config, "coedit.join.tail", defaults.joinTail(), 0, 100_000),
        bounded(config, "coedit.limits.in-flight", defaults.maxInFlight(), 1, 10_000),
        seconds(config, "coedit.resend", defaults.resend()),
        seconds(config, "coedit.room.idle", defaults.idle()),
        Duration.ofMillis(
            bounded(
                config,
                "coedit.presence.pause",
                (int) defaults.presencePause().toMillis(),
                1,
                10_000)),
        seconds(config, "coedit.presence.ttl", defaults.presenceTtl()),
        openBytes(config, defaults.openBytes()));
  }

  static long openBytes(Config config, long otherwise) {
    long ofHeap = Math.max(otherwise, LEAST_OPEN_BYTES);
    long bytes = value(config, "coedit.documents.bytes", Long.class, ofHeap);
    if (bytes < LEAST_OPEN_BYTES) {
      throw new IllegalArgumentException(
          "coedit.documents.bytes must be at least %d, not %d".formatted(LEAST_OPEN_BYTES, bytes));
    }
    return bytes;
  }

  private static Committer.Settings commits(Config config) {
    return new Committer.Settings(
        bounded(config, "coedit.commit.operations", 1_000, 1, 10_000),
        Duration.ofMillis(bounded(config, "coedit.commit.window", 0, 0, 200)));
  }

  private static Optional<HazelcastSettings> cluster(Config config) {
    String list = value(config, "coedit.cluster.members", String.class, "");
    List<String> members =
        Arrays.stream(list.split(",")).map(String::trim).filter(m -> !m.isEmpty()).toList();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    if (value(config, "coedit.db.url", String.class, "").startsWith("jdbc:derby:")) {
      throw new IllegalArgumentException(
          "a cluster needs a database that all servers reach: set coedit.db.url,"
              + " coedit.db.user and coedit.db.password, or remove coedit.cluster.members");
    }
    int quorum = members.size() < 3 ? 1 : members.size() / 2 + 1;
    return Optional.of(
        new HazelcastSettings(
            members,
            config.getOptionalValue("coedit.cluster.host", String.class).filter(h -> !h.isBlank()),
            bounded(config, "coedit.cluster.port", 5_701, 1, 65_535),
            bounded(config, "coedit.cluster.quorum", quorum, 1, 1_000),
            value(config, "coedit.cluster.pinned-only", Boolean.class, false)));
  }

  /** Not to administer it: then anybody could take it from the others. */
  static Access newDocuments(Config config, boolean demo) {
    String word = value(config, "coedit.documents.everyone", String.class, demo ? "edit" : "none");
    return Access.parse(word)
        .filter(access -> access != Access.ADMIN)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "coedit.documents.everyone is one of none, view, comment, edit, not " + word));
  }

  private static Duration seconds(Config config, String name, Duration otherwise) {
    return Duration.ofSeconds(bounded(config, name, (int) otherwise.toSeconds(), 1, 86_400));
  }

  private static int bounded(Config config, String name, int otherwise, int least, int most) {
    int value = value(config, name, Integer.class, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, not %d".formatted(name, least, most, value));
    }
    return value;
  }

  private static <T> T value(Config config, String name, Class<T> type, T otherwise) {
    Optional<T> value = config.getOptionalValue(name, type);
    return value.orElse(otherwise);
  }
}
