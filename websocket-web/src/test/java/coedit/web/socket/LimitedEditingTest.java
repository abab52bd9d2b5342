package coedit.web.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.CommittedBatch;
import coedit.core.service.JoinRequest;
import coedit.core.service.Joined;
import coedit.core.service.Participant;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.core.service.Subscriber;
import coedit.core.service.Subscription;
import coedit.model.Access;
import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import coedit.web.limit.Enforcement;
import coedit.web.limit.Exempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LimitedEditingTest {

  private final FakeEditing core = new FakeEditing();
  private final List<String> refused = new ArrayList<>();
  private long nanos;
  private final LimitedEditing editing =
      new LimitedEditing(
          core,
          new SocketLimits.Shared(new SocketLimits.Rate(1, 3), new SocketLimits.Rate(1, 5), 10, 2),
          new Enforcement(new Exempt(Set.of("robot"), Set.of()), refused::add),
          () -> nanos);

  /** Notes what it hears. */
  private static final class Ear implements Subscriber {
    final List<String> heard = new ArrayList<>();

    @Override
    public void joined(Joined joined) {}

    @Override
    public void committed(CommittedBatch batch) {}

    @Override
    public void acknowledged(long sequence, long revision) {}

    @Override
    public void refused(long sequence, Refusal refusal) {
      heard.add("refused " + sequence + " " + refusal.code() + " " + refusal.retryAfter());
    }

    @Override
    public void presence(List<PresenceChange> changes) {}

    @Override
    public void closed(ErrorCode code, String reason) {
      heard.add("closed " + code);
    }
  }

  private Subscription join(String user, int document, Ear ear) {
    Participant who = new Participant(user, user, Set.of(), false);
    return editing.join(
        new JoinRequest(
            new DocumentId(new UUID(0x4000, document)),
            "session",
            who,
            Optional.empty(),
            Optional.empty()),
        ear);
  }

  /** A document's queue is full, or too much of everybody's waits. */
  @Test
  void whatTheCoreIsTooBusyForIsCounted() {
    Ear ear = new Ear();
    Subscription unused = join("alice", 1, ear);
    core.ear(0).refused(1, new Refusal(ErrorCode.BUSY, "too much waits", Duration.ofMillis(250)));
    assertEquals(List.of("busy"), refused);
    assertEquals(List.of("refused 1 BUSY PT0.25S"), ear.heard);
  }

  private void submit(Subscription subscription, int times) {
    for (int i = 1; i <= times; i++) {
      editing.submit(subscription, i, 0, List.of(Payload.ofUtf8("x")));
    }
  }

  @Test
  void aUsersSubmissionsAreCountedOverAllDocuments() {
    Ear ear = new Ear();
    submit(join("alice", 1, ear), 2);
    submit(join("alice", 2, ear), 2);
    assertEquals(List.of("refused 2 RATE PT1S"), ear.heard);
    assertEquals(List.of(LimitedEditing.USER_SUBMISSIONS), refused);
    nanos += Duration.ofSeconds(1).toNanos();
    submit(join("alice", 3, ear), 1);
    assertEquals(1, ear.heard.size());
  }

  @Test
  void aDocumentsSubmissionsAreCountedOverAllUsersAndNobodyIsExempt() {
    Ear ear = new Ear();
    submit(letIn("robot", 1, Access.EDIT, ear), 4);
    submit(letIn("bob", 1, Access.EDIT, ear), 2);
    assertEquals(List.of("refused 2 RATE PT1S"), ear.heard);
    assertEquals(List.of(LimitedEditing.DOCUMENT_SUBMISSIONS), refused);
    submit(letIn("carol", 2, Access.EDIT, ear), 1);
    assertEquals(1, ear.heard.size());
  }

  @Test
  void whoMayOnlyViewUsesUpNothingOfWhatEditorsMaySend() {
    for (String viewer : List.of("bob", "carol")) {
      Subscription looking = letIn(viewer, 1, Access.VIEW, new Ear());
      submit(looking, 3);
      editing.leave(looking);
    }
    Ear ear = new Ear();
    submit(letIn("alice", 1, Access.EDIT, ear), 1);
    assertEquals(List.of(), ear.heard);
    assertEquals(List.of(), refused);
  }

  private Subscription letIn(String user, int document, Access access, Ear ear) {
    Subscription made = join(user, document, ear);
    core.ear(core.joins.size() - 1)
        .joined(
            new Joined(
                new ClientId(1),
                1,
                "text",
                access,
                new UUID(0, 1),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of()));
    return made;
  }

  @Test
  void aDocumentIsOpenOnSoManySocketsUntilOneLeavesOrIsClosed() {
    Ear third = new Ear();
    Subscription first = join("alice", 1, new Ear());
    join("bob", 1, new Ear());
    Subscription refusedOne = join("carol", 1, third);
    assertEquals(List.of("closed BUSY"), third.heard);
    assertEquals(List.of(LimitedEditing.DOCUMENT_SOCKETS), refused);
    editing.leave(refusedOne);
    editing.leave(first);
    editing.leave(first);
    Ear fourth = new Ear();
    join("carol", 1, fourth);
    join("dave", 1, fourth);
    assertEquals(List.of("closed BUSY"), fourth.heard, "who was not let in has not left");
    core.ear(1).closed(ErrorCode.FORBIDDEN, "");
    Ear fifth = new Ear();
    join("erin", 1, fifth);
    assertEquals(List.of(), fifth.heard);
  }
}
