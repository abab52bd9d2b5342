package coedit.core.cluster;

import static coedit.core.fixture.Texts.operations;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.fixture.Sight;
import coedit.core.mailbox.Timer;
import coedit.model.DocumentId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedTest {

  private static final MemberId OTHER = new MemberId("other");
  private static final DocumentId DOCUMENT = new DocumentId(new UUID(0, 1));

  private final Sight cluster = new Sight();
  private long now;
  private Feed feed;

  @BeforeEach
  void begin() {
    cluster.members = Set.of(Sight.SELF, OTHER);
    FeedReceiver nobody =
        (FeedReceiver)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FeedReceiver.class},
                (proxy, method, arguments) ->
                    method.getReturnType() == Map.class ? Map.of() : null);
    feed = new Feed(cluster, nobody, new Now(), 4);
  }

  @Test
  void whatTheLastOtherMemberHadOpenIsForgottenWhenItHasGone() {
    feed.received(OTHER, new ClusterMessage.Interest(Map.of(DOCUMENT, 0L)));
    assertEquals(1, feed.interest());
    cluster.members = Set.of(Sight.SELF);
    feed.membershipChanged();
    feed.refreshInterest();
    assertEquals(0, feed.interest());
  }

  @Test
  void whoHasNotSpokenForAWhileIsNotTold() {
    feed.received(OTHER, new ClusterMessage.Interest(Map.of(DOCUMENT, 0L)));
    now += 5_001;
    feed.refreshInterest();
    assertEquals(0, feed.interest());
  }

  @Test
  void headsOfDocumentsThatAreNotInMemoryAreForgotten() {
    feed.announceHead(DOCUMENT, 5);
    feed.keepHeads(DOCUMENT::equals);
    assertEquals(1, feed.heads());
    feed.keepHeads(id -> false);
    assertEquals(0, feed.heads());
  }

  /** Of four members: two others have it open. */
  @Test
  void aCommitIsOneMessageToEachOtherMemberThatHasTheDocumentOpen() {
    MemberId third = new MemberId("third");
    cluster.members = Set.of(Sight.SELF, OTHER, third, new MemberId("fourth"));
    List<MemberId> have = List.of(OTHER, third);
    for (MemberId member : have) {
      feed.received(member, new ClusterMessage.Interest(Map.of(DOCUMENT, 0L)));
    }
    feed.publish(DOCUMENT, operations(1, 2));
    assertEquals(Set.of("other Committed", "third Committed"), Set.copyOf(cluster.sent));
    assertEquals(2, cluster.sent.size());
    assertEquals(2, feed.sent());
  }

  /** Not even by the owner, who may be told by the one before it. */
  @Test
  void whatWasReceivedIsNotPublishedAgain() {
    MemberId third = new MemberId("third");
    cluster.members = Set.of(Sight.SELF, OTHER, third);
    feed.received(third, new ClusterMessage.Interest(Map.of(DOCUMENT, 0L)));
    feed.received(OTHER, new ClusterMessage.Committed(DOCUMENT, operations(1, 1)));
    feed.received(OTHER, new ClusterMessage.Heads(Map.of(DOCUMENT, 1L)));
    assertEquals(List.of(), cluster.sent);
  }

  private final class Now implements Timer {
    @Override
    public void after(Duration delay, Runnable action) {
      throw new IllegalStateException();
    }

    @Override
    public long millis() {
      return now;
    }
  }
}
