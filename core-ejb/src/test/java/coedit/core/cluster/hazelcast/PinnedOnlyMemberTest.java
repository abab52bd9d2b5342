package coedit.core.cluster.hazelcast;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.cluster.PinnedCluster;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.persistence.StoreIdentity;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two real members, the second of which is kept free for documents that are pinned to it. */
class PinnedOnlyMemberTest {

  private static final int SHARDS = 64;
  private static final int PINNED = 5;

  private final StoreIdentity store =
      new StoreIdentity(UUID.randomUUID(), UUID.randomUUID(), SHARDS);
  private final byte[] secret = UUID.randomUUID().toString().getBytes();

  @Test
  void ownsWhatIsPinnedToItAndNothingElse() throws Exception {
    int one = freePort();
    int two = freePort();
    List<String> addresses = List.of("127.0.0.1:" + one, "127.0.0.1:" + two);
    HazelcastMember first = join(addresses, one, false);
    try {
      HazelcastMember second = join(addresses, two, true);
      try {
        assertEquals(
            Map.of(addresses.get(0), first.self(), addresses.get(1), second.self()),
            first.servers());
        PinnedCluster seen = new PinnedCluster(first, () -> Map.of(PINNED, addresses.get(1)));
        seen.look();
        assertEquals(
            List.of(PINNED),
            IntStream.range(0, SHARDS)
                .filter(shard -> seen.ownerOf(shard).equals(second.self()))
                .boxed()
                .toList());
        second
            .sequencingMap()
            .install(document(PINNED), PINNED, new SequencingEntry(2, 0, 0, 0))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
        assertEquals(
            new Answer.Assigned(1, 3),
            second
                .sequencingMap()
                .append(document(PINNED), PINNED, new SequencingEntry.Append(2, 0, 0, 0, 0, 3))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
      } finally {
        second.leave();
      }
    } finally {
      first.leave();
    }
  }

  private HazelcastMember join(List<String> members, int port, boolean pinnedOnly) {
    HazelcastSettings settings =
        new HazelcastSettings(members, Optional.of("127.0.0.*"), port, 1, pinnedOnly);
    return HazelcastMember.join(settings, store, secret, List.of("text"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
