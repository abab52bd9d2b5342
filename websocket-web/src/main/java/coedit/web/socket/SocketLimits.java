package coedit.web.socket;

import coedit.web.protocol.DecodeLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every limit on what one socket may do; {@code docs/operations.md} has the table.
 *
 * @param frameBytes largest message in one frame
 * @param payloadBytes largest message in parts
 * @param decode bounds on what is inside one message
 * @param submissions per socket
 * @param presence states shown, per socket
 * @param messages of every kind, per socket
 * @param documents open at once on one socket
 * @param joins asked of the core and not yet on their way out to the peer, per socket
 * @param socketsPerUser on this server
 * @param socketsOfNobody on which nobody has signed in yet, on this server
 * @param shared what many sockets may do together on this server
 * @param outboundBytes waiting for one socket beyond the frame in flight and the joins under way;
 *     more, up to twice as many, for no longer than a grace
 * @param heartbeat after which silence a client is to ask whether the server is there
 * @param dialects what else holds for the protocols of the Yjs ecosystem
 * @param silence after which a socket is given up; at half of it the server asks
 */
public record SocketLimits(
    int frameBytes,
    int payloadBytes,
    DecodeLimits decode,
    Rate submissions,
    Rate presence,
    Rate messages,
    int documents,
    int joins,
    int socketsPerUser,
    int socketsOfNobody,
    Shared shared,
    int outboundBytes,
    Dialects dialects,
    Duration heartbeat,
    Duration silence) {

  /**
   * Bounds for peers that do not wait for an answer before they send more.
   *
   * @param updates of one open document that wait for the commit before them
   * @param updateBytes of these
   * @param frames that came before their documents were open, per socket
   * @param frameBytes of these
   * @param signIn within which somebody must have signed in on a socket
   */
  public record Dialects(
      int updates, int updateBytes, int frames, int frameBytes, Duration signIn) {}

  /**
   * Bounds for many sockets together.
   *
   * @param ofUser submissions on all sockets of a user
   * @param ofDocument submissions to a document, of all people
   * @param perAddress sockets that a peer's address may have open
   * @param perDocument sockets that may have a document open
   */
  public record Shared(Rate ofUser, Rate ofDocument, int perAddress, int perDocument) {}

  /** So many per second in the long run, so many at once after a rest. */
  public record Rate(int perSecond, int burst) {
    public Rate {
      if (perSecond < 1 || perSecond > 1_000_000 || burst < 1 || burst > 1_000_000) {
        throw new IllegalArgumentException(perSecond + " per second, " + burst + " at once");
      }
    }
  }

  public SocketLimits {
    if (payloadBytes < frameBytes) {
      throw new IllegalArgumentException(
          "payload-bytes " + payloadBytes + " is below frame-bytes " + frameBytes);
    }
    if (silence.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "silence " + silence + " is below twice the heartbeat " + heartbeat);
    }
  }

  /**
   * The limits as configured.
   *
   * @param setting the value of a name of the table, if it is set
   * @throws IllegalArgumentException when a value is out of bounds; its name is in the message
   */
  public static SocketLimits read(Function<String, Optional<Integer>> setting) {
    Reader reader = new Reader(setting);
    return new SocketLimits(
        reader.get("frame-bytes", 65_536, 1_024),
        reader.get("payload-bytes", 1_048_576, 1_024),
        new DecodeLimits(
            reader.get("depth", 32, 4),
            reader.get("operations", 64, 1),
            reader.get("presence-bytes", 4_096, 2)),
        reader.rate("submissions", 50, 200),
        reader.rate("presence", 10, 20),
        reader.rate("messages", 200, 1_000),
        reader.get("documents", 64, 1),
        reader.get("joins", 4, 1),
        reader.get("sockets-per-user", 20, 1),
        reader.get("sockets-of-nobody", 1_000, 1),
        new Shared(
            reader.rate("user-submissions", 1_000, 4_000),
            reader.rate("document-submissions", 5_000, 20_000),
            reader.get("sockets-per-address", 500, 1),
            reader.get("sockets-per-document", 1_000, 1)),
        reader.get("outbound-bytes", 1_048_576, 1_024),
        new Dialects(
            reader.get("waiting-updates", 1_000, 1),
            reader.get("waiting-update-bytes", 4_194_304, 1_024),
            reader.get("queued-frames", 1_000, 1),
            reader.get("queued-bytes", 5_242_880, 1_024),
            Duration.ofSeconds(reader.get("sign-in-seconds", 10, 1))),
        Duration.ofSeconds(reader.get("heartbeat-seconds", 15, 1)),
        Duration.ofSeconds(reader.get("silence-seconds", 60, 2)));
  }

  private record Reader(Function<String, Optional<Integer>> setting) {

    int get(String name, int standard, int least) {
      int value = setting.apply(name).orElse(standard);
      if (value < least) {
        throw new IllegalArgumentException(
            "coedit.limits." + name + " is " + value + ", least is " + least);
      }
      return value;
    }

    Rate rate(String name, int perSecond, int burst) {
      return new Rate(get(name + "-per-second", perSecond, 1), get(name + "-burst", burst, 1));
    }
  }
}
