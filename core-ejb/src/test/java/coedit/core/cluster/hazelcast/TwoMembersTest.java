package coedit.core.cluster.hazelcast;

import static coedit.core.fixture.Texts.document;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.core.cluster.Cluster;
import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.MemberId;
import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.core.sequence.SequencingMap;
import coedit.model.DocumentId;
import coedit.persistence.Shards;
import coedit.persistence.StoreIdentity;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real Hazelcast members in this JVM, over loopback. */
class TwoMembersTest {

  private static final int SHARDS = 64;
  private static final long PATIENCE_SECONDS = 40;

  private final StoreIdentity store =
      new StoreIdentity(UUID.randomUUID(), UUID.randomUUID(), SHARDS);
  private final byte[] secret = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
  private int port;
  private HazelcastMember first;
  private HazelcastMember second;

  @BeforeEach
  void join() throws IOException {
    int one = freePort();
    int two = freePort();
    List<String> addresses = List.of("127.0.0.1:" + one, "127.0.0.1:" + two);
    first = HazelcastMember.join(settings(addresses, one), store, secret, List.of("a", "b"));
    second = HazelcastMember.join(settings(addresses, two), store, secret, List.of("b", "c"));
    port = two;
  }

  private static HazelcastSettings settings(List<String> members, int port) {
    return new HazelcastSettings(members, Optional.of("127.0.0.*"), port, 1, false);
  }

  @AfterEach
  void stop() {
    Hazelcast.getAllHazelcastInstances().stream()
        .filter(
            instance ->
                instance.getConfig().getClusterName().endsWith(HexFormat.of().formatHex(secret)))
        .forEach(instance -> instance.getLifecycleService().terminate());
  }

  /** A client of Hazelcast could read and write every map; members speak to members only. */
  @Test
  void nobodyElseIsSpokenToOnTheMemberPort() throws IOException {
    for (String protocol : List.of("CP2", "GET", "HAZ", "xxx")) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        socket.getOutputStream().write(protocol.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[64]);
        assertTrue(socket.getInputStream().read(new byte[64]) <= 3, protocol);
      } catch (SocketException hungUp) {
        // just as good
      }
    }
    assertEquals(2, first.members().size());
  }

  /** Its owner may be any of them. */
  @Test
  void aDocumentTypeIsServedEverywhereIfEveryMemberHasItsPlugin() {
    for (HazelcastMember member : List.of(first, second)) {
      assertFalse(member.servesEverywhere("a"));
      assertTrue(member.servesEverywhere("b"));
      assertFalse(member.servesEverywhere("c"));
    }
  }

  /** So a network of the members' own is all that needs to be reached from. */
  @Test
  void theMemberPortIsOnTheAddressInTheListAndOnNoOtherOfThisMachine() throws IOException {
    new Socket("127.0.0.1", port).close();
    assertThrows(ConnectException.class, () -> new Socket("127.0.0.2", port).close());
  }

  @Test
  void whoDoesNotHaveTheSecretIsRefused() throws IOException {
    byte[] another = secret.clone();
    another[0]++;
    isRefused(store, another);
  }

  /** The others would go on with a history that is not the store's any more. */
  @Test
  void whoKnowsOfARestoredBackupDoesNotJoinThoseWhoDoNot() throws IOException {
    isRefused(new StoreIdentity(store.storeId(), UUID.randomUUID(), SHARDS), secret);
  }

  /**
   * 64 shards are few, and Hazelcast deals its partitions out with luck: nobody is without, and
   * nobody has nearly all.
   */
  @Test
  void documentsAreSpreadOverThreeMembers() throws Exception {
    long seed = Long.getLong("coedit.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int own = freePort();
    HazelcastSettings settings = settings(List.of("127.0.0.1:" + port, "127.0.0.1:" + own), own);
    HazelcastMember third = HazelcastMember.join(settings, store, secret, List.of("b"));
    List<DocumentId> documents =
        Stream.generate(() -> new DocumentId(new UUID(random.nextLong(), random.nextLong())))
            .limit(1_000)
            .toList();
    waitUntil(
        () -> {
          List<Long> each =
              Stream.of(first, second, third).map(member -> owned(member, documents)).toList();
          System.out.println("documents of each member: " + each);
          return each.stream().allMatch(some -> some > 80 && some < 600);
        });
  }

  private long owned(HazelcastMember member, List<DocumentId> documents) {
    return documents.stream()
        .filter(document -> first.ownerOf(Shards.of(document, SHARDS)).equals(member.self()))
        .count();
  }

  private void isRefused(StoreIdentity store, byte[] secret) throws IOException {
    int own = freePort();
    String there = "127.0.0.1:" + port;
    HazelcastSettings settings = settings(List.of(there, "127.0.0.1:" + own), own);
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> HazelcastMember.join(settings, store, secret, List.of()));
    assertTrue(refused.getMessage().startsWith("[" + there + "] of"), refused.getMessage());
    assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", own).close());
    assertEquals(2, first.members().size());
    assertEquals(List.of(), first.strangers());
  }

  @Test
  void aMemberThatIsAwakeIsNotTakenForOneThatStandsStill() {
    assertEquals(List.of(), new Strangers(List.of("127.0.0.1:" + port)).silent());
  }

  /** Who has the secret could otherwise have a member make objects of any class it knows. */
  @Test
  void ofJavasOwnSerialisationAMemberReadsNoClassesButThePlatforms() throws Exception {
    IExecutorService from = instanceOf(second).getExecutorService("any");
    Member to = instanceOf(first).getCluster().getLocalMember();
    ExecutionException refused =
        assertThrows(
            ExecutionException.class,
            () -> from.submitToMember(new Foreign(), to).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertTrue(
        refused.toString().contains(Foreign.class.getName() + " is not allowed"),
        refused.toString());
    assertEquals(0, Foreign.READ.get());

    Map<String, Object> map = instanceOf(second).getMap("any");
    map.put("foreign", new Foreign());
    map.put("platform", URI.create("urn:any"));
    Map<String, Object> there = instanceOf(first).getMap("any");
    assertThrows(HazelcastSerializationException.class, () -> there.get("foreign"));
    assertEquals(URI.create("urn:any"), there.get("platform"));
    assertEquals(0, Foreign.READ.get());
  }

  /** A class on the class path of both that is none of Java's. */
  private static final class Foreign implements Callable<String>, Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger READ = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      READ.incrementAndGet();
      in.defaultReadObject();
    }

    @Override
    public String call() {
      return "done";
    }
  }

  @Test
  void theyAreOneClusterWithOneOrderAndOneViewOfItsOwners() throws Exception {
    assertEquals(Set.of(first.self(), second.self()), first.members());
    waitUntil(() -> agreeOnOwners() && ownsSomething(first) && ownsSomething(second));

    SequencingMap here = first.sequencingMap();
    SequencingMap there = second.sequencingMap();
    for (int shard = 0; shard < SHARDS; shard++) {
      assertTrue(get(here.install(document(shard), shard, new SequencingEntry(2, 5, 5, 1))));
      assertEquals(
          new Answer.Assigned(6, 7), get(there.append(document(shard), shard, append(5, 2))));
      assertInstanceOf(
          Answer.Recover.class, get(here.append(document(shard), shard, append(5, 2))));
      assertEquals(
          false, get(there.install(document(shard), shard, new SequencingEntry(1, 9, 9, 1))));
    }
    get(here.raiseAccessEpoch(document(3), 3, 9));
    assertEquals(new Answer.Recheck(9), get(there.append(document(3), 3, append(7, 1))));
    get(here.remove(document(4), 4, new SequencingEntry(2, 5, 5, 1)));
    assertEquals(new Answer.Assigned(8, 8), get(there.append(document(4), 4, append(7, 1))));
    get(here.remove(document(4), 4, new SequencingEntry(2, 8, 5, 1)));
    assertInstanceOf(Answer.Recover.class, get(there.append(document(4), 4, append(8, 1))));

    messagesArriveInOrder();
    theBackupTakesOverWhatTheOwnerHad();
  }

  private void messagesArriveInOrder() throws InterruptedException {
    Ear ear = new Ear();
    second.listen(ear);
    for (int i = 0; i < 50; i++) {
      first.send(second.self(), new ClusterMessage.Heads(Map.of(document(1), (long) i)));
    }
    for (long i = 0; i < 50; i++) {
      assertEquals(
          first.self() + " says " + Map.of(document(1), i),
          ear.heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }

  /** The second member dies without a word; its entries are where its last appends left them. */
  private void theBackupTakesOverWhatTheOwnerHad() throws Exception {
    int shard = shardOf(second);
    instanceOf(second).getLifecycleService().terminate();
    waitUntil(() -> first.members().equals(Set.of(first.self())));
    waitUntil(() -> first.ownerOf(shard).equals(first.self()));
    assertEquals(
        new Answer.Assigned(8, 8),
        get(first.sequencingMap().append(document(shard), shard, append(7, 1))));
    first.send(second.self(), new ClusterMessage.Heads(Map.of()));
  }

  /** Hazelcast gives one of the two a new id when they have found each other again. */
  @Test
  void membersThatWereCutOffFromEachOtherAreTheSameAfterwards() throws Exception {
    Ear ear = new Ear();
    second.listen(ear);
    Ear other = new Ear();
    first.listen(other);
    Set<MemberId> both = Set.of(first.self(), second.self());
    suspect(first);
    suspect(second);
    waitUntil(() -> first.members().size() == 1 && second.members().size() == 1);
    waitUntil(() -> first.members().equals(both) && second.members().equals(both));
    waitUntil(() -> agreeOnOwners() && ownsSomething(first) && ownsSomething(second));
    first.send(second.self(), new ClusterMessage.Heads(Map.of(document(1), 1L)));
    second.send(first.self(), new ClusterMessage.Heads(Map.of(document(1), 2L)));
    assertEquals(
        first.self() + " says " + Map.of(document(1), 1L),
        ear.heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(
        second.self() + " says " + Map.of(document(1), 2L),
        other.heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /** A member takes the other one for dead, as it does when nothing is heard of it. */
  private void suspect(HazelcastMember member) {
    HazelcastInstanceImpl instance = ((HazelcastInstanceProxy) instanceOf(member)).getOriginal();
    instance.getCluster().getMembers().stream()
        .filter(each -> !each.localMember())
        .forEach(
            each ->
                instance
                    .node
                    .getClusterService()
                    .suspectMember((MemberImpl) each, "nothing heard", true));
  }

  private static HazelcastInstance instanceOf(HazelcastMember member) {
    return Hazelcast.getAllHazelcastInstances().stream()
        .filter(
            instance ->
                member
                    .self()
                    .value()
                    .equals(
                        instance
                            .getCluster()
                            .getLocalMember()
                            .getAttribute(HazelcastSettings.MEMBER_NAME)))
        .findFirst()
        .orElseThrow();
  }

  private int shardOf(Cluster owner) {
    for (int shard = 5; shard < SHARDS; shard++) {
      if (first.ownerOf(shard).equals(owner.self())) {
        return shard;
      }
    }
    throw new AssertionError("owns no shard");
  }

  private boolean ownsSomething(Cluster member) {
    for (int shard = 5; shard < SHARDS; shard++) {
      if (first.ownerOf(shard).equals(member.self())) {
        return true;
      }
    }
    return false;
  }

  private boolean agreeOnOwners() {
    for (int shard = 0; shard < SHARDS; shard++) {
      if (!first.ownerOf(shard).equals(second.ownerOf(shard))) {
        return false;
      }
    }
    return true;
  }

  private static SequencingEntry.Append append(long head, int count) {
    return new SequencingEntry.Append(2, head, 5, 5, 1, count);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static void waitUntil(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited in vain");
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static final class Ear implements Cluster.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void received(MemberId from, ClusterMessage message) {
      heard.add(from + " says " + ((ClusterMessage.Heads) message).heads());
    }

    @Override
    public void membershipChanged() {}
  }
}
