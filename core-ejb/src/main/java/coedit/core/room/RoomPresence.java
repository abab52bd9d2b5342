package coedit.core.room;

import coedit.core.presence.PresenceBoard;
import coedit.core.service.JoinRequest;
import coedit.core.service.PresenceChange;
import coedit.model.Access;
import coedit.model.Payload;
import coedit.spi.DocumentType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who is in a room and where, and what they call to each other. In the native protocol a session is
 * there from its join on; in other dialects once it has said something, because what it says is in
 * that dialect's form. Touched by its room only.
 */
final class RoomPresence {

  /** What a session of the native protocol is like before it has said where it is. */
  private static final Payload NO_STATE = Payload.ofUtf8("{}");

  /** Other members hear of this member's sessions again after so many ticks of a second. */
  private static final int REPEAT_TICKS = 10;

  private final Room room;
  private final RoomHost host;
  private final PresenceBoard board;
  private boolean flushing;
  private long ticks;

  RoomPresence(Room room, RoomHost host) {
    this.room = room;
    this.host = host;
    this.board = new PresenceBoard(host.settings().presenceTtl().toMillis());
  }

  void entered(RoomSubscription who) {
    if (isNative(who)) {
      put(who, NO_STATE);
    }
    who.subscriber().presence(board.everybodyBut(who.request().session()));
    flushSoon();
  }

  void on(RoomMessage.OfPeople message, Collection<RoomSubscription> sessions) {
    if (message instanceof RoomMessage.Presence said && said.who().isJoined()) {
      said(said.who(), said.state());
    } else if (message instanceof RoomMessage.PresenceElsewhere elsewhere) {
      learn(elsewhere.changes());
    } else if (message instanceof RoomMessage.FlushPresence) {
      flush(sessions);
    } else if (message instanceof RoomMessage.Word spoken && spoken.who().isJoined()) {
      spoken(spoken.who(), spoken.word(), sessions);
    } else if (message instanceof RoomMessage.WordElsewhere elsewhere) {
      sessions.forEach(session -> session.subscriber().said(elsewhere.word()));
    }
  }

  /** Others act on it, so it is for those only who may change what others see. */
  private void spoken(RoomSubscription who, Payload word, Collection<RoomSubscription> sessions) {
    if (who.access().allows(Access.EDIT)) {
      sessions.stream()
          .filter(session -> session != who)
          .forEach(session -> session.subscriber().said(word));
      host.shareWord(room.id(), word);
    }
  }

  private void said(RoomSubscription who, Optional<Payload> state) {
    if (state.isPresent()) {
      put(who, state.get());
    } else if (isNative(who)) {
      put(who, NO_STATE);
    } else {
      board.remove(who.request().session());
    }
    flushSoon();
  }

  private static boolean isNative(RoomSubscription who) {
    return who.request().dialect().equals(DocumentType.JSON);
  }

  private void put(RoomSubscription who, Payload state) {
    JoinRequest request = who.request();
    board.put(
        request.session(),
        request.participant().user(),
        request.participant().displayName(),
        state);
  }

  void left(RoomSubscription who) {
    board.remove(who.request().session());
    flushSoon();
  }

  private void learn(Collection<PresenceChange> changes) {
    if (board.learn(changes, host.nowMillis())) {
      repeat();
    }
    flushSoon();
  }

  private void repeat() {
    List<PresenceChange> here = board.localSessions();
    if (!here.isEmpty()) {
      host.sharePresence(room.id(), here);
    }
  }

  private void flushSoon() {
    if (!flushing && board.hasChanges()) {
      flushing = true;
      host.later(host.settings().presencePause(), () -> room.tell(new RoomMessage.FlushPresence()));
    }
  }

  private void flush(Collection<RoomSubscription> sessions) {
    flushing = false;
    List<PresenceChange> here = board.takeChangedHere();
    List<PresenceChange> elsewhere = board.takeChangedElsewhere();
    if (!here.isEmpty()) {
      host.sharePresence(room.id(), here);
    }
    for (RoomSubscription session : sessions) {
      List<PresenceChange> news =
          PresenceBoard.newsFor(session.request().session(), here, elsewhere);
      if (!news.isEmpty()) {
        session.subscriber().presence(news);
      }
    }
  }

  /** How many are shown. */
  int size() {
    return board.size();
  }

  void tick(long nowMillis) {
    board.expire(nowMillis);
    flushSoon();
    if (++ticks % REPEAT_TICKS == 0) {
      repeat();
    }
  }
}
