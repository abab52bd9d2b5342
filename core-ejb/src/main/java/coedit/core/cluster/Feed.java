package coedit.core.cluster;

import coedit.core.mailbox.Timer;
import coedit.core.service.PresenceChange;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.persistence.Shards;
import coedit.spi.Submission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Step 7 of an edit, first half. The owner of a document sends what was committed to each member
 * that has the document open, one message per member and batch, and to its own rooms directly.
 * Nothing received is sent on, but for presence and words, which the owner relays.
 *
 * <p>Members tell the owner every second what they have open and how far they are; the owner
 * answers those that are behind with the head, and they read the log. Any thread may call.
 */
public final class Feed implements Cluster.Listener {

  /** A member that has not repeated its interest for so long is gone. */
  private static final long INTEREST_MILLIS = 5_000;

  private final Cluster cluster;
  private final FeedReceiver receiver;
  private final Timer timer;
  private final int shards;
  private final ConcurrentHashMap<DocumentId, Map<MemberId, Long>> interest =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<DocumentId, Long> heads = new ConcurrentHashMap<>();
  private final LongAdder sent = new LongAdder();

  public Feed(Cluster cluster, FeedReceiver receiver, Timer timer, int shards) {
    this.cluster = cluster;
    this.receiver = receiver;
    this.timer = timer;
    this.shards = shards;
  }

  /** Tells everybody who has the document open; called by its lane, in revision order. */
  public void publish(DocumentId document, List<Operation> operations) {
    heads.put(document, operations.get(operations.size() - 1).revision());
    receiver.committed(document, operations);
    sent.add(tellInterested(document, new ClusterMessage.Committed(document, operations)));
  }

  /** After a takeover: commits of unknown outcome may have moved the head. */
  public void announceHead(DocumentId document, long head) {
    heads.merge(document, head, Math::max);
    receiver.headSeen(document, head);
    tellInterested(document, new ClusterMessage.Heads(Map.of(document, head)));
  }

  /** Forgets the heads of documents that are not in the owner's memory. */
  public void keepHeads(Predicate<DocumentId> inMemory) {
    heads.keySet().removeIf(inMemory.negate());
  }

  /** The document has left the owner's memory. */
  public void forgetHead(DocumentId document) {
    heads.remove(document);
  }

  public void submitTo(
      MemberId owner, DocumentId document, Submission submission, long accessEpoch) {
    cluster.send(owner, new ClusterMessage.Submit(document, submission, accessEpoch));
  }

  public void settle(MemberId origin, ClusterMessage.Settled outcome) {
    if (origin.equals(cluster.self())) {
      receiver.settled(outcome);
    } else {
      cluster.send(origin, outcome);
    }
  }

  /** Sends where people of this member are to everybody who has the document open. */
  public void presence(DocumentId document, List<PresenceChange> changes) {
    tellAll(document, new ClusterMessage.Presence(document, changes));
  }

  /** Sends what somebody of this member says to everybody else who has the document open. */
  public void say(DocumentId document, Payload word) {
    tellAll(document, new ClusterMessage.Word(document, word));
  }

  private void tellAll(DocumentId document, ClusterMessage message) {
    MemberId owner = ownerOf(document);
    if (owner.equals(cluster.self())) {
      tellInterested(document, message);
    } else {
      cluster.send(owner, message);
    }
  }

  /** Tells all members, this one included, that grants have changed. */
  public void accessChanged(DocumentId document, long accessEpoch) {
    receiver.accessChanged(document, accessEpoch);
    for (MemberId member : cluster.members()) {
      if (!member.equals(cluster.self())) {
        cluster.send(member, new ClusterMessage.AccessChanged(document, accessEpoch));
      }
    }
  }

  /** Every second, and when a room opens: what is open here, to the owners. */
  public void refreshInterest() {
    forgetSilent();
    if (cluster.members().size() < 2) {
      return;
    }
    Map<MemberId, Map<DocumentId, Long>> byOwner = new HashMap<>();
    receiver
        .openDocuments()
        .forEach(
            (document, delivered) -> {
              MemberId owner = ownerOf(document);
              if (!owner.equals(cluster.self())) {
                byOwner.computeIfAbsent(owner, o -> new HashMap<>()).put(document, delivered);
              }
            });
    byOwner.forEach((owner, open) -> cluster.send(owner, new ClusterMessage.Interest(open)));
  }

  @Override
  public void received(MemberId from, ClusterMessage message) {
    if (message instanceof ClusterMessage.Committed committed) {
      receiver.committed(committed.document(), committed.operations());
    } else if (message instanceof ClusterMessage.Submit submit) {
      receiver.submitted(from, submit.document(), submit.submission(), submit.accessEpoch());
    } else if (message instanceof ClusterMessage.Settled settled) {
      receiver.settled(settled);
    } else if (message instanceof ClusterMessage.Heads told) {
      told.heads().forEach(receiver::headSeen);
    } else if (message instanceof ClusterMessage.Interest told) {
      interested(from, told.delivered());
    } else if (message instanceof ClusterMessage.Presence presence) {
      receiver.presence(presence.document(), presence.changes());
      relay(from, presence.document(), presence);
    } else if (message instanceof ClusterMessage.Word said) {
      receiver.said(said.document(), said.word());
      relay(from, said.document(), said);
    } else if (message instanceof ClusterMessage.AccessChanged changed) {
      receiver.accessChanged(changed.document(), changed.accessEpoch());
    }
  }

  @Override
  public void membershipChanged() {
    Set<MemberId> members = cluster.members();
    interest.values().forEach(who -> who.keySet().retainAll(members));
    receiver.membershipChanged();
    refreshInterest();
  }

  private void interested(MemberId from, Map<DocumentId, Long> delivered) {
    long now = timer.millis();
    Map<DocumentId, Long> ahead = new HashMap<>();
    delivered.forEach(
        (document, revision) -> {
          interest.computeIfAbsent(document, d -> new ConcurrentHashMap<>()).put(from, now);
          Long head = heads.get(document);
          if (head != null && head > revision) {
            ahead.put(document, head);
          }
        });
    if (!ahead.isEmpty()) {
      cluster.send(from, new ClusterMessage.Heads(ahead));
    }
  }

  private void forgetSilent() {
    long oldest = timer.millis() - INTEREST_MILLIS;
    interest.forEach(
        (document, who) -> {
          who.values().removeIf(seen -> seen < oldest);
          interest.computeIfPresent(document, (d, left) -> left.isEmpty() ? null : left);
        });
  }

  /** How many documents other members have open that this one has sequenced; for the gauge. */
  public int interest() {
    return interest.size();
  }

  /** Of how many documents the head is remembered; for the gauge. */
  public int heads() {
    return heads.size();
  }

  /** How many messages with committed operations have been sent; for the gauge. */
  public long sent() {
    return sent.sum();
  }

  /** To how many members it was sent. */
  private int tellInterested(DocumentId document, ClusterMessage message) {
    List<MemberId> who = List.copyOf(interest.getOrDefault(document, Map.of()).keySet());
    who.forEach(member -> cluster.send(member, message));
    return who.size();
  }

  private void relay(MemberId from, DocumentId document, ClusterMessage message) {
    if (ownerOf(document).equals(cluster.self())) {
      Map<MemberId, Long> who = interest.getOrDefault(document, Map.of());
      for (MemberId member : who.keySet()) {
        if (!member.equals(from)) {
          cluster.send(member, message);
        }
      }
    }
  }

  private MemberId ownerOf(DocumentId document) {
    return cluster.ownerOf(Shards.of(document, shards));
  }
}
