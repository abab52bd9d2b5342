package coedit.core.room;

import coedit.model.Payload;
import coedit.model.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Finds clients whose state has parted from the document (INV-8): each tells now and then the
 * checksum of its state at a revision, which is compared with that of a replay.
 *
 * <p>The replay is done off the room's thread, one at a time and one a tick, however many ask; it
 * becomes the room's base, so that the next one starts there. What cannot be told any more, because
 * the base has gone past it, is dropped: the client asks again after its next change. What waits is
 * bounded by one claim for each session. Touched by its room only.
 */
final class Comparing {

  static final String DIFFERS = "what you show is not what is stored: start over";

  private static final System.Logger LOG = System.getLogger(Comparing.class.getName());
  private static final int KEPT = 16;

  private final Room room;
  private final RoomHost host;
  private final Map<RoomSubscription, RoomMessage.Compare> waiting = new LinkedHashMap<>();
  private final Map<Long, String> known = new HashMap<>();
  private boolean looking;

  Comparing(Room room, RoomHost host) {
    this.room = room;
    this.host = host;
  }

  /** The checksum of a state's canonical form, as clients write it. */
  static String checksum(Payload content) {
    CRC32 crc = new CRC32();
    crc.update(content.unsafeBytes());
    return "%08x".formatted(crc.getValue());
  }

  /** The latest word of a session counts. */
  void heard(RoomMessage.Compare claim) {
    if (claim.who().isJoined()) {
      claim.who().applied(claim.revision());
      waiting.put(claim.who(), claim);
    }
  }

  void left(RoomSubscription who) {
    waiting.remove(who);
  }

  /** Some replay is done, or has failed. */
  void replayed(Optional<Snapshot> snapshot) {
    looking = false;
    if (snapshot.isPresent()) {
      if (known.size() >= KEPT) {
        known.clear();
      }
      known.put(snapshot.get().revision(), checksum(snapshot.get().content()));
    } else {
      waiting.clear();
    }
  }

  /**
   * Judges what can be judged, and has the oldest revision replayed of what cannot.
   *
   * @return the sessions that have to start over
   */
  List<RoomSubscription> look(@Nullable RoomContent content) {
    if (content == null || waiting.isEmpty()) {
      return List.of();
    }
    List<RoomSubscription> diverged = new ArrayList<>();
    for (RoomMessage.Compare claim : List.copyOf(waiting.values())) {
      String stored = known.get(claim.revision());
      if (stored != null && !stored.equals(claim.checksum())) {
        diverged.add(claim.who());
        report(claim, stored, content);
      }
      boolean cannotTell =
          claim.revision() < content.base().revision() || claim.revision() > content.delivered();
      if (stored != null || cannotTell) {
        waiting.remove(claim.who());
      }
    }
    replayOldest(content);
    return diverged;
  }

  private void replayOldest(RoomContent content) {
    long oldest =
        waiting.values().stream().mapToLong(RoomMessage.Compare::revision).min().orElse(-1);
    if (looking || oldest < 0) {
      return;
    }
    looking = true;
    Snapshot base = content.base();
    if (content.reaches(base.revision())) {
      int count = (int) (oldest - base.revision());
      host.rebase(room, content.type(), base, content.after(base.revision()).subList(0, count));
    } else {
      host.rebaseFromStore(room, content.record(), content.type(), oldest);
    }
  }

  private void report(RoomMessage.Compare claim, String stored, RoomContent content) {
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            "document %s: client %s has another state at revision %d: %s, stored is %s; it starts over"
                .formatted(
                    room.id(), claim.who().client(), claim.revision(), claim.checksum(), stored));
    host.diverged(content.type().id());
  }
}
