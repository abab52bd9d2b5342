package coedit.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coedit.persistence.StoreUnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PinnedClusterTest {

  private static final MemberId ONE = new MemberId("one");
  private static final MemberId TWO = new MemberId("two");

  private final Servers servers = new Servers();
  private final Map<Integer, String> pins = new HashMap<>();
  private final PinnedCluster cluster = new PinnedCluster(servers, () -> pins);
  private int changes;

  @BeforeEach
  void listen() {
    cluster.listen(
        new Cluster.Listener() {
          @Override
          public void received(MemberId from, ClusterMessage message) {}

          @Override
          public void membershipChanged() {
            changes++;
          }
        });
  }

  @Test
  void aPinnedShardIsWithItsServerAndTheOthersWhereTheyWere() {
    pins.put(7, "b:1");
    assertEquals(ONE, cluster.ownerOf(7), "before it is known");
    cluster.look();
    assertEquals(TWO, cluster.ownerOf(7));
    assertEquals(ONE, cluster.ownerOf(8));
    assertEquals(1, changes, "leases and lanes are to be given up");
    cluster.look();
    assertEquals(1, changes, "nothing new");
    pins.clear();
    cluster.look();
    assertEquals(ONE, cluster.ownerOf(7));
    assertEquals(2, changes);
  }

  @Test
  void whileItsServerIsNotThereTheClusterChooses() {
    pins.put(7, "b:1");
    cluster.look();
    servers.present.remove("b:1");
    servers.listener.membershipChanged();
    assertEquals(ONE, cluster.ownerOf(7));
    MemberId again = new MemberId("two, started again");
    servers.present.put("b:1", again);
    servers.listener.membershipChanged();
    assertEquals(again, cluster.ownerOf(7));
    assertEquals(3, changes);
  }

  @Test
  void whoLooksWhileTheStoreIsAwayKeepsWhatIsKnownAndNobodyWaitsInLine() {
    AtomicReference<Supplier<Map<Integer, String>>> answer =
        new AtomicReference<>(() -> Map.of(7, "b:1"));
    AtomicInteger asked = new AtomicInteger();
    PinnedCluster asking =
        new PinnedCluster(
            servers,
            () -> {
              asked.incrementAndGet();
              return answer.get().get();
            });
    asking.lookAgain();
    answer.set(
        () -> {
          asking.lookAgain(); // the next round comes before this one has its answer
          throw new StoreUnavailableException("away", new IllegalStateException());
        });
    asking.lookAgain();
    assertEquals(TWO, asking.ownerOf(7));
    assertEquals(2, asked.get());
    answer.set(Map::of);
    asking.lookAgain();
    assertEquals(ONE, asking.ownerOf(7));
  }

  @Test
  void whatIsKnownStaysWhenNobodyCanLook() {
    pins.put(7, "b:1");
    cluster.look();
    pins.put(8, null);
    assertThrows(RuntimeException.class, cluster::look);
    assertEquals(TWO, cluster.ownerOf(7));
  }

  /** Two of them, the first of which owns everything. */
  private static final class Servers implements Cluster {

    private final Map<String, MemberId> present = new HashMap<>(Map.of("a:1", ONE, "b:1", TWO));
    private Listener listener;

    @Override
    public MemberId self() {
      return ONE;
    }

    @Override
    public Set<MemberId> members() {
      return Set.copyOf(present.values());
    }

    @Override
    public Map<String, MemberId> servers() {
      return present;
    }

    @Override
    public boolean standsAlone() {
      return false;
    }

    @Override
    public MemberId ownerOf(int shard) {
      return ONE;
    }

    @Override
    public void send(MemberId to, ClusterMessage message) {}

    @Override
    public boolean hasQuorum() {
      return true;
    }

    @Override
    public void listen(Listener listener) {
      this.listener = listener;
    }
  }
}
