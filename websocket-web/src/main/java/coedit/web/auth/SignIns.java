package coedit.web.auth;

import coedit.core.service.AuditEvent;
import coedit.core.service.AuditService;
import coedit.core.service.Participant;
import coedit.core.service.SessionRecord;
import coedit.core.service.SessionService;
import coedit.web.limit.Refusals;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Begins, renews and ends sign-ins. Each renewal takes a refresh token and gives the next; one that
 * comes back after its successor was given out has been copied by somebody, and since nobody can
 * tell who is the thief, the sign-in ends for both. The predecessor stays good for ten seconds: two
 * tabs that wake up together present the same token. Thread-safe; calls block on the store.
 */
public final class SignIns {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int ID_BYTES = 16;

  /**
   * A sign-in that was begun or renewed.
   *
   * @param refreshToken the next one; empty when the browser has got it through another tab
   */
  public record Opened(SignedIn who, Optional<String> refreshToken) {}

  private final SessionService sessions;
  private final AuditService audit;
  private final AuthSettings settings;
  private final SecureRandom random;
  private final Standing standing;
  private final Refusals refusals;

  /**
   * @param standing asked at each renewal
   * @param refusals told of each sign-in that ends because of one too many
   */
  public SignIns(
      SessionService sessions,
      AuditService audit,
      AuthSettings settings,
      SecureRandom random,
      Standing standing,
      Refusals refusals) {
    this.sessions = sessions;
    this.audit = audit;
    this.settings = settings;
    this.random = random;
    this.standing = standing;
    this.refusals = refusals;
  }

  /**
   * Begins a sign-in; empty, and it has not begun, when it is not good.
   *
   * @param proof of who this is
   * @param isGood asked once the sign-in can be found by who ends those of its owner: whether what
   *     was looked at still holds
   * @param address where from
   * @param agent what the browser calls itself
   */
  public Optional<Opened> begin(
      Participant participant,
      SignInProof proof,
      BooleanSupplier isGood,
      String address,
      String agent) {
    Instant now = sessions.now();
    String id = RefreshToken.randomText(ID_BYTES, random);
    RefreshToken token = RefreshToken.random(id, random);
    SessionRecord session =
        new SessionRecord(
            id,
            participant,
            now.plus(settings.session()),
            token.hash(),
            Optional.empty(),
            now,
            new SessionRecord.Begun(now, proof.atLatest(now), address, agent, proof.by()));
    sessions.begin(session);
    if (!isGood.getAsBoolean()) {
      boolean unused = sessions.end(id);
      audit.note(AuditEvent.of("sign-in-failed", participant.user(), address, ""));
      return Optional.empty();
    }
    audit.note(AuditEvent.of("sign-in", participant.user(), address, ""));
    endOldest(session, address);
    return Optional.of(new Opened(signedIn(session), Optional.of(token.text())));
  }

  /** One sign-in too many ends the oldest: who loses count of them is not kept out. */
  private void endOldest(SessionRecord newest, String address) {
    String user = newest.participant().user();
    List<SessionRecord> others =
        sessions.ofUser(user).stream().filter(other -> !other.id().equals(newest.id())).toList();
    for (SessionRecord old :
        others.subList(Math.min(settings.most() - 1, others.size()), others.size())) {
      if (sessions.end(old.id())) {
        refusals.count("sign-ins-at-once");
        String why = "the oldest of more than " + settings.most();
        audit.note(AuditEvent.of("sign-in-ended", user, address, why));
      }
    }
  }

  /** The time that sign-ins are kept by. */
  Instant now() {
    return sessions.now();
  }

  /** The sign-in that a refresh token belongs to, without looking at its secret. */
  public Optional<String> sessionOf(String refreshToken) {
    return RefreshToken.parse(refreshToken).map(RefreshToken::sessionId);
  }

  /**
   * Renews; empty when the token is not good, and then neither is the sign-in.
   *
   * @param address where from
   */
  public Optional<Opened> renew(String refreshToken, String address) {
    Optional<RefreshToken> presented = RefreshToken.parse(refreshToken);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    RefreshToken old = presented.get();
    Optional<SessionRecord> found = sessions.find(old.sessionId());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Participant who = found.get().participant();
    if (!standing.holds(who, found.get().begun().vouching())) {
      if (sessions.end(old.sessionId())) {
        String why = "the account or its groups are others now";
        audit.note(AuditEvent.of("sign-in-ended", who.user(), address, why));
      }
      return Optional.empty();
    }
    Instant now = sessions.now();
    RefreshToken next = RefreshToken.random(old.sessionId(), random);
    if (found.get().refreshHash().equals(old.hash())
        && sessions.rotate(old.sessionId(), old.hash(), next.hash(), now)) {
      return Optional.of(new Opened(signedIn(found.get()), Optional.of(next.text())));
    }
    return renewWithPredecessor(old, now, address);
  }

  private Optional<Opened> renewWithPredecessor(RefreshToken old, Instant now, String address) {
    Optional<SessionRecord> found = sessions.find(old.sessionId());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SessionRecord session = found.get();
    boolean predecessor = session.previousHash().equals(Optional.of(old.hash()));
    if (predecessor && !now.isAfter(session.rotatedAt().plus(GRACE))) {
      return Optional.of(new Opened(signedIn(session), Optional.empty()));
    }
    String user = session.participant().user();
    if (sessions.end(session.id())) {
      audit.note(AuditEvent.of("refresh-reused", user, address, "the sign-in was ended"));
    }
    if (settings.reuseEndsAll()) {
      sessions.ofUser(user).forEach(other -> end(other.id(), user, address, "sign-in-ended"));
    }
    return Optional.empty();
  }

  /**
   * Ends a sign-in, if it lives.
   *
   * @param actor who ends it
   * @param event as the audit log calls it
   */
  public void end(String sessionId, String actor, String address, String event) {
    Optional<SessionRecord> found = sessions.find(sessionId);
    if (sessions.end(sessionId)) {
      String whose = found.map(session -> session.participant().user()).orElse("");
      audit.note(ended(actor, whose, address, event));
    }
  }

  /**
   * Ends what a user has, after the account has changed.
   *
   * @param before the sign-ins that the store has ended with that change
   * @param kept the id of one that goes on; empty for none
   * @return the ids of all that have ended
   */
  public List<String> endAll(
      List<SessionRecord> before, String user, String kept, String actor, String address) {
    List<String> ended = new ArrayList<>();
    for (SessionRecord session : before) {
      if (!session.id().equals(kept)) {
        audit.note(ended(actor, user, address, "sign-in-ended"));
        ended.add(session.id());
      }
    }
    for (SessionRecord session : sessions.ofUser(user)) { // begun in the meantime
      if (!session.id().equals(kept)) {
        end(session.id(), actor, address, "sign-in-ended");
        ended.add(session.id());
      }
    }
    return ended;
  }

  private static AuditEvent ended(String actor, String whose, String address, String event) {
    return AuditEvent.of(event, actor, address, whose.equals(actor) ? "" : "of user " + whose);
  }

  private static SignedIn signedIn(SessionRecord session) {
    return new SignedIn(session.participant(), session.id(), session.expiresAt());
  }
}
