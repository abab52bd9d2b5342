package coedit.core.room;

import coedit.core.service.ClientsService.ConnectedClient;
import coedit.core.service.JoinRequest;
import coedit.model.ClientId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is in a room, and who waits to be let in. */
final class Attendance {

  private final Set<RoomSubscription> sessions = new LinkedHashSet<>();
  private final Map<ClientId, RoomSubscription> byClient = new HashMap<>();
  private final List<RoomSubscription> arriving = new ArrayList<>();
  private long emptySinceMillis;

  Attendance(long nowMillis) {
    this.emptySinceMillis = nowMillis;
  }

  /** Those who have been let in. */
  Collection<RoomSubscription> sessions() {
    return Collections.unmodifiableCollection(sessions);
  }

  /** Those who can be told nothing any more. */
  List<RoomSubscription> failed() {
    return sessions.stream().filter(who -> who.subscriber().hasFailed()).toList();
  }

  /** What the room holds, with what it keeps of the document and so many people shown. */
  RoomLoad load(
      long nowMillis, @Nullable RoomContent content, RoomPresence presence, Syncing syncing) {
    return new RoomLoad(
        sessions.size(),
        unsettled(),
        sessions.stream().mapToLong(who -> who.waitedMillis(nowMillis)).max().orElse(0),
        content == null ? 0 : content.tail().size() + content.early(),
        content == null ? 0 : content.tail().bytes() + content.earlyBytes(),
        content == null ? 0 : content.contentBytes() * (syncing.isOpen() ? 2 : 1),
        presence.size(),
        arriving.size(),
        syncing.waiting(),
        syncing.answerBytes());
  }

  /** Submissions that wait for their outcome. */
  int unsettled() {
    return sessions.stream().mapToInt(RoomSubscription::inFlight).sum();
  }

  /** Those who have been let in, as others may see them. */
  List<ConnectedClient> clients(long delivered) {
    return sessions.stream().map(who -> who.seen(delivered)).toList();
  }

  @Nullable RoomSubscription of(ClientId client) {
    return byClient.get(client);
  }

  /**
   * Takes note that an operation is committed.
   *
   * @return whoever is here under its client id and is not its author
   */
  Optional<RoomSubscription> settled(Operation operation) {
    RoomSubscription present = byClient.get(operation.name().client());
    if (present != null && present.isOf(operation.author())) {
      present.settledUpTo(operation.name().sequence());
      return Optional.empty();
    }
    return Optional.ofNullable(present);
  }

  /** Whether somebody else is here under the client id that a request claims. */
  boolean hasAnothers(JoinRequest request) {
    RoomSubscription present = request.client().map(byClient::get).orElse(null);
    return present != null && !present.isOf(request.participant().user());
  }

  List<RoomSubscription> arriving() {
    return Collections.unmodifiableList(arriving);
  }

  /** Those who wait and say that they know one of these. */
  List<RoomSubscription> arrivingWith(Set<Payload> versions) {
    List<RoomSubscription> found = new ArrayList<>(arriving);
    found.removeIf(who -> who.request().version().filter(versions::contains).isEmpty());
    return found;
  }

  /** Somebody waits to be let in. */
  void arrives(RoomSubscription who) {
    arriving.add(who);
  }

  /** All who wait; whoever still has to must arrive again. */
  List<RoomSubscription> takeArriving() {
    List<RoomSubscription> taken = List.copyOf(arriving);
    arriving.clear();
    return taken;
  }

  void entered(RoomSubscription who) {
    sessions.add(who);
    byClient.put(who.client(), who);
  }

  /** Whether the session that leaves had been let in. */
  boolean leaves(RoomSubscription who, long nowMillis) {
    arriving.remove(who);
    boolean wasIn = sessions.remove(who);
    if (wasIn) {
      byClient.remove(who.client(), who);
    }
    who.left();
    if (sessions.isEmpty()) {
      emptySinceMillis = nowMillis;
    }
    return wasIn;
  }

  /** Nobody who waits is let in. */
  void turnAway(ErrorCode code, String reason) {
    takeArriving().forEach(who -> who.subscriber().closed(code, reason));
  }

  /** Whether nobody has been here for so long. */
  boolean isEmptySince(long millis, long nowMillis) {
    return sessions.isEmpty() && arriving.isEmpty() && nowMillis - emptySinceMillis > millis;
  }
}
